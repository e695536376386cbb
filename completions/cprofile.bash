# Completions of cprofile for bash, with bash-completion.
# They are written by 'cprofile --generate-completion-script bash'.

# How the value of an option is completed; false for one that takes none.
_cprofile_value() {
    kind= values= list=
    case $1 in
        --log-level) kind=words values='debug info normal warn error critical' ;;
        --log-file) kind=files ;;
        --log-also) kind=words values='stdout stderr' ;;
        --log-format) kind=words values='plain cluster json' ;;
        --color) kind=words values='auto always never' ;;
        --config) kind=files ;;
        --generate-completion-script) kind=words values='bash zsh fish' ;;
        --default) kind=none ;;
        *) return 1 ;;
    esac
}

# How the next operand is completed.
_cprofile_operand() {
    kind=none values= list=
    case $verb in
        'list')
            ;;
        'show')
            ((${#operands[@]} >= 0)) && kind=candidates values=profiles
            ;;
        'set')
            ((${#operands[@]} == 0)) && kind=candidates values=profiles
            ((${#operands[@]} >= 1)) && kind=candidates values=keyword-values
            ;;
        'unset')
            ((${#operands[@]} == 0)) && kind=candidates values=profiles
            ((${#operands[@]} >= 1)) && kind=candidates values=keywords
            ;;
        'delete')
            ((${#operands[@]} == 0)) && kind=candidates values=profiles
            ((${#operands[@]} >= 1)) && kind=candidates values=keywords
            ;;
        'rename')
            ((${#operands[@]} == 0)) && kind=candidates values=profiles
            ((${#operands[@]} == 1)) && kind=none
            ;;
        'copy')
            ((${#operands[@]} == 0)) && kind=candidates values=profiles
            ((${#operands[@]} == 1)) && kind=none
            ;;
        'config get')
            ((${#operands[@]} == 0)) && kind=candidates values=settings
            ;;
        'config set')
            ((${#operands[@]} == 0)) && kind=candidates values=settings
            ((${#operands[@]} == 1)) && kind=candidates values=setting-values
            ;;
        'config unset')
            ((${#operands[@]} == 0)) && kind=candidates values=settings
            ;;
        'config list')
            ;;
        'edit')
            ;;
        'path')
            ;;
        'migrate')
            ;;
    esac
}

# The options that may stand there.
_cprofile_options() {
    local options
    case $verb in
        'list') options='--json -v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
        'show') options='--origin --json -v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
        'set') options='--user --site -n --dry-run -v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
        'unset') options='--user --site -n --dry-run -v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
        'delete') options='--user --site -n --dry-run -v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
        'rename') options='--user --site -n --dry-run -v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
        'copy') options='--user --site -n --dry-run -v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
        'config get') options='--default --create --user --site -n --dry-run -v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
        'config set') options='--user --site -n --dry-run -v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
        'config unset') options='--user --site -n --dry-run -v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
        'config list') options='--origin --json -v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
        'edit') options='--user --site -v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
        'path') options='--user --site -v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
        'migrate') options='-v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
        *) options='-v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script --json' ;;
    esac
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
}

# The words that the verb still lacks; false where it is whole.
_cprofile_verb() {
    kind= values= list=
    case $verb in
        '') kind=words values='list show set unset delete rename copy config edit path migrate' ;;
        'config') kind=words values='get set unset list' ;;
        *) return 1 ;;
    esac
}

# Reads the words before the cursor: which options were given, whether a value is next, which
# operands there are.
_cprofile_read() {
    local i k word
    for ((i = 1; i < cword; i++)); do
        word=${words[i]}
        if [[ $option ]]; then
            option=
        elif [[ $ended || $word != -?* ]]; then
            if _cprofile_verb; then verb+=${verb:+ }$word; else operands+=("$word"); fi
        elif [[ $word == -- ]]; then
            ended=1
        elif [[ $word == --* ]]; then
            given+="${word%%=*} "
            [[ $word != *=* ]] && _cprofile_value "$word" && option=$word
        else
            for ((k = 1; k < ${#word}; k++)); do
                given+="-${word:k:1} "
                _cprofile_value "-${word:k:1}" || continue
                ((k + 1 < ${#word})) || option=-${word:k:1}
                break
            done
        fi
    done
}

# Offers what a value or an operand may be.
_cprofile_reply() {
    local base=$cur head= typed=$glue$cur breaks=${COMP_WORDBREAKS//[^=:]/} i
    if [[ $list && $cur == *,* ]]; then
        head=${cur%,*},
        base=${cur##*,}
    fi
    case $kind in
        words) COMPREPLY=($(compgen -W "$values" -- "$base")) ;;
        users) COMPREPLY=($(compgen -u -W 'me all' -- "$base")) ;;
        variables) COMPREPLY=($(compgen -W 'ALL NONE' -- "$base") $(compgen -e -- "$base")) ;;
        files) _filedir ;;
        directories) _filedir -d ;;
        candidates)
            [[ $values == setting-values ]] && base=${operands[0]}=$base
            mapfile -t COMPREPLY < <(cprofile --complete "$values=${base//\\/}" 2>/dev/null)
            for i in "${!COMPREPLY[@]}"; do
                COMPREPLY[i]=${COMPREPLY[i]%%$'\t'*}
                [[ ${COMPREPLY[i]} == *[^[:alnum:]%+,./:=@_-]* ]] &&
                    printf -v "COMPREPLY[i]" %q "${COMPREPLY[i]}"
            done
            compopt -o nosort 2>/dev/null
            ;;
        *) return ;;
    esac
    for i in "${!COMPREPLY[@]}"; do
        # Behind a letter bash takes no word for a directory.
        [[ $glue && $kind == @(files|directories) && -d ${COMPREPLY[i]} ]] && COMPREPLY[i]+=/
        COMPREPLY[i]=$glue$head${COMPREPLY[i]}
    done
    [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[=:/] ]] && compopt -o nospace
    # bash has cut the word off at = and :.
    if [[ $breaks && $typed == *[$breaks]* ]]; then
        typed=${typed%"${typed##*[$breaks]}"}
        COMPREPLY=("${COMPREPLY[@]#"$typed"}")
    fi
}

_cprofile() {
    local cur prev words cword split
    _init_completion -s -n : || return
    local kind= values= list= option= verb= ended= first= glue= given=' ' operands=() k
    _cprofile_read
    if [[ $option ]]; then
        _cprofile_value "$option"
    elif [[ $split == true && ! $ended && ! $first ]]; then
        _cprofile_value "$prev" || return
    elif [[ $ended || $first || $cur != -* ]]; then
        _cprofile_verb || _cprofile_operand
    elif [[ $cur == -[!-]* ]]; then
        for ((k = 1; k < ${#cur}; k++)); do
            _cprofile_value "-${cur:k:1}" && break
        done
        glue=${cur:0:k+1} cur=${cur:k+1}
        if [[ ! $cur ]]; then
            COMPREPLY=("$glue")
            return
        fi
    else
        _cprofile_options
        return
    fi
    _cprofile_reply
}
complete -F _cprofile cprofile
