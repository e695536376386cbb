# Completions of cwait for bash, with bash-completion.
# They are written by 'cwait --generate-completion-script bash'.

# How the value of an option is completed; false for one that takes none.
_cwait_value() {
    kind= values= list=
    case $1 in
        -u | --user) kind=users list=1 ;;
        --label) kind=none ;;
        --state) kind=words values='held pending running suspended completing active' list=1 ;;
        -m | --max-queue-len) kind=none ;;
        --backend | --qtype) kind=words values='auto local slurm torque pbs' ;;
        -t | --timeout) kind=none ;;
        -i | --interval) kind=none ;;
        --grace) kind=none ;;
        --files-timeout) kind=none ;;
        --appear) kind=none ;;
        --uncertain) kind=none ;;
        --max-errors) kind=none ;;
        --exit) kind=words values='worst any first count' ;;
        --notify) kind=none ;;
        --progress) kind=words values='auto always never' ;;
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
_cwait_operand() {
    kind=none values= list=
    case $verb in
        '')
            ((${#operands[@]} >= 0)) && kind=candidates values=unfinished-jobs
            ;;
    esac
    case $given in
        *' -a '* | *' --all '*) kind=none ;;
        *' -u '* | *' --user '*) kind=none ;;
        *' --label '*) kind=none ;;
        *' --slot '*) kind=none ;;
    esac
}

# The options that may stand there.
_cwait_options() {
    local options
    case $verb in
        *) options='-a --all -u --user --label --state --slot -m --max-queue-len -r --allow-empty -0 --null --backend --qtype -t --timeout -i --interval --grace --files-timeout --appear --uncertain --max-errors --vanished-ok --any --fail-fast --cancel-rest --cancel-on-interrupt --exit --notify -p --print --ok --failed -g --get --json --result --progress -v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
    esac
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
}

# Reads the words before the cursor: which options were given, whether a value is next, which
# operands there are.
_cwait_read() {
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
            [[ $word != *=* ]] && _cwait_value "$word" && option=$word
        else
            for ((k = 1; k < ${#word}; k++)); do
                given+="-${word:k:1} "
                _cwait_value "-${word:k:1}" || continue
                ((k + 1 < ${#word})) || option=-${word:k:1}
                break
            done
        fi
    done
}

# Offers what a value or an operand may be.
_cwait_reply() {
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
            mapfile -t COMPREPLY < <(cwait --complete "$values=${base//\\/}" 2>/dev/null)
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

_cwait() {
    local cur prev words cword split
    _init_completion -s -n : || return
    local kind= values= list= option= verb= ended= first= glue= given=' ' operands=() k
    _cwait_read
    if [[ $option ]]; then
        _cwait_value "$option"
    elif [[ $split == true && ! $ended && ! $first ]]; then
        _cwait_value "$prev" || return
    elif [[ $ended || $first || $cur != -* ]]; then
        _cwait_operand
    elif [[ $cur == -[!-]* ]]; then
        for ((k = 1; k < ${#cur}; k++)); do
            _cwait_value "-${cur:k:1}" && break
        done
        glue=${cur:0:k+1} cur=${cur:k+1}
        if [[ ! $cur ]]; then
            COMPREPLY=("$glue")
            return
        fi
    else
        _cwait_options
        return
    fi
    _cwait_reply
}
complete -F _cwait cwait
