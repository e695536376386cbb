# Completions of czcat for bash, with bash-completion.
# They are written by 'czcat --generate-completion-script bash'.

# How the value of an option is completed; false for one that takes none.
_czcat_value() {
    kind= values= list=
    case $1 in
        -o | --output) kind=files ;;
        -z | --compress) kind=words values='gz bz2' ;;
        --format) kind=words values='gz bz2 plain auto' ;;
        -j | --jobs) kind=none ;;
        --max-output) kind=none ;;
        --log-level) kind=words values='debug info normal warn error critical' ;;
        --log-file) kind=files ;;
        --log-also) kind=words values='stdout stderr' ;;
        --log-format) kind=words values='plain cluster json' ;;
        --color) kind=words values='auto always never' ;;
        --config) kind=files ;;
        --generate-completion-script) kind=words values='bash zsh fish' ;;
        *) return 1 ;;
    esac
}

# How the next operand is completed.
_czcat_operand() {
    kind=none values= list=
    case $verb in
        '')
            ((${#operands[@]} >= 0)) && kind=files
            ;;
    esac
}

# The options that may stand there.
_czcat_options() {
    local options
    case $verb in
        *) options='-o --output -z --compress -t --test -l --list --format --raw -j --jobs --max-output -f -v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
    esac
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
}

# Reads the words before the cursor: which options were given, whether a value is next, which
# operands there are.
_czcat_read() {
    local i k word
    for ((i = 1; i < cword; i++)); do
        word=${words[i]}
        if [[ $option ]]; then
            option=
        elif [[ $ended || $word != -?* ]]; then
            operands+=("$word")
        elif [[ $word == -- ]]; then
            ended=1
        elif [[ $word == --* ]]; then
            given+="${word%%=*} "
            [[ $word != *=* ]] && _czcat_value "$word" && option=$word
        else
            for ((k = 1; k < ${#word}; k++)); do
                given+="-${word:k:1} "
                _czcat_value "-${word:k:1}" || continue
                ((k + 1 < ${#word})) || option=-${word:k:1}
                break
            done
        fi
    done
}

# Offers what a value or an operand may be.
_czcat_reply() {
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
            mapfile -t COMPREPLY < <(czcat --complete "$values=${base//\\/}" 2>/dev/null)
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

_czcat() {
    local cur prev words cword split
    _init_completion -s -n : || return
    local kind= values= list= option= verb= ended= first= glue= given=' ' operands=() k
    _czcat_read
    if [[ $option ]]; then
        _czcat_value "$option"
    elif [[ $split == true && ! $ended && ! $first ]]; then
        _czcat_value "$prev" || return
    elif [[ $ended || $first || $cur != -* ]]; then
        _czcat_operand
    elif [[ $cur == -[!-]* ]]; then
        for ((k = 1; k < ${#cur}; k++)); do
            _czcat_value "-${cur:k:1}" && break
        done
        glue=${cur:0:k+1} cur=${cur:k+1}
        if [[ ! $cur ]]; then
            COMPREPLY=("$glue")
            return
        fi
    else
        _czcat_options
        return
    fi
    _czcat_reply
}
complete -F _czcat czcat
