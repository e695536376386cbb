# Completions of cqueue for bash, with bash-completion.
# They are written by 'cqueue --generate-completion-script bash'.

# How the value of an option is completed; false for one that takes none.
_cqueue_value() {
    kind= values= list=
    case $1 in
        -u | --user) kind=users list=1 ;;
        -t | --state) kind=words values='held pending running suspended completing complete failed cancelled timeout oom node_fail preempted unknown active done bad uncertain all' list=1 ;;
        -n | --name) kind=none ;;
        --label) kind=none ;;
        -j | --jobs) kind=candidates values=jobs list=1 ;;
        -p | --partition) kind=candidates values=partitions list=1 ;;
        --account) kind=none ;;
        --since) kind=none ;;
        -o | --format) kind=words values='id name user backend queue account st state native_state reason disappeared cores nodes node_list memory priority workdir command input batch labels deps begin submit start end time elapsed time_limit tries attempts exitcode signal exit_status user_time system_time maxrss stdout stderr stdin script' list=1 ;;
        -S | --sort) kind=words values='id name user backend queue account st state native_state reason disappeared cores nodes node_list memory priority workdir command input batch labels deps begin submit start end time elapsed time_limit tries attempts exitcode signal exit_status user_time system_time maxrss stdout stderr stdin script' list=1 ;;
        --timeline-svg) kind=files ;;
        --interval) kind=none ;;
        --signal) kind=words values='HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS' ;;
        --set) kind=none ;;
        -m | --max-queue-len) kind=none ;;
        --backend | --qtype) kind=words values='auto local slurm torque pbs' ;;
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
_cqueue_operand() {
    kind=none values= list=
    case $verb in
        '')
            ((${#operands[@]} >= 0)) && kind=candidates values=jobs
            ;;
    esac
    case $given in
        *' --cancel '*) kind=candidates values=unfinished-jobs ;;
        *' --signal '*) kind=candidates values=unfinished-jobs ;;
        *' --hold '*) kind=candidates values=unfinished-jobs ;;
        *' --release '*) kind=candidates values=unfinished-jobs ;;
        *' --set '*) kind=candidates values=unfinished-jobs ;;
        *' --top '*) kind=candidates values=unfinished-jobs ;;
        *' --pause '*) kind=none ;;
        *' --unpause '*) kind=none ;;
        *' --check '*) kind=none ;;
        *' --backends '*) kind=none ;;
        *' --can-submit '*) kind=none ;;
    esac
}

# The options that may stand there.
_cqueue_options() {
    local options
    case $verb in
        *) options='-u --user --me --all-users -a --all -t --state -n --name --label -j --jobs -p --partition --account --since --refresh --cached -I --ids -l --long --count --stats --json --jsonl --parsable -o --format -S --sort --no-header --stdout --stderr --tag --script --env --path --follow --batches --timeline --timeline-svg --tree --graph -w --watch --interval --cancel --signal --hold --release --requeue --set --top --pause --unpause --check --backends --can-submit -m --max-queue-len --backend --qtype -0 --null -v --verbose -q -Q --quiet --log-level --log-file --log-also --log-format --color --config -V --version -h --help --help-all --generate-completion-script' ;;
    esac
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
}

# Reads the words before the cursor: which options were given, whether a value is next, which
# operands there are.
_cqueue_read() {
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
            [[ $word != *=* ]] && _cqueue_value "$word" && option=$word
        else
            for ((k = 1; k < ${#word}; k++)); do
                given+="-${word:k:1} "
                _cqueue_value "-${word:k:1}" || continue
                ((k + 1 < ${#word})) || option=-${word:k:1}
                break
            done
        fi
    done
}

# Offers what a value or an operand may be.
_cqueue_reply() {
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
            mapfile -t COMPREPLY < <(cqueue --complete "$values=${base//\\/}" 2>/dev/null)
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

_cqueue() {
    local cur prev words cword split
    _init_completion -s -n : || return
    local kind= values= list= option= verb= ended= first= glue= given=' ' operands=() k
    _cqueue_read
    if [[ $option ]]; then
        _cqueue_value "$option"
    elif [[ $split == true && ! $ended && ! $first ]]; then
        _cqueue_value "$prev" || return
    elif [[ $ended || $first || $cur != -* ]]; then
        _cqueue_operand
    elif [[ $cur == -[!-]* ]]; then
        for ((k = 1; k < ${#cur}; k++)); do
            _cqueue_value "-${cur:k:1}" && break
        done
        glue=${cur:0:k+1} cur=${cur:k+1}
        if [[ ! $cur ]]; then
            COMPREPLY=("$glue")
            return
        fi
    else
        _cqueue_options
        return
    fi
    _cqueue_reply
}
complete -F _cqueue cqueue
