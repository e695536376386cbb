_cqueue() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
    COMPREPLY=()
    case $prev in
        -u|--user)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -t|--state)
            COMPREPLY=($(compgen -W 'held pending running suspended completing complete failed cancelled timeout oom node_fail preempted unknown active done bad uncertain all' -- "$cur"))
            return ;;
        -n|--name)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -j|--jobs)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -p|--partition)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --account)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --since)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -o|--format)
            COMPREPLY=($(compgen -W 'id name user backend queue account st state native_state reason disappeared cores nodes node_list memory priority workdir command deps begin submit start end time elapsed time_limit tries attempts exitcode signal exit_status user_time system_time maxrss stdout stderr stdin script' -- "$cur"))
            return ;;
        -S|--sort)
            COMPREPLY=($(compgen -W 'id name user backend queue account st state native_state reason disappeared cores nodes node_list memory priority workdir command deps begin submit start end time elapsed time_limit tries attempts exitcode signal exit_status user_time system_time maxrss stdout stderr stdin script' -- "$cur"))
            return ;;
        --interval)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --signal)
            COMPREPLY=($(compgen -W 'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS' -- "$cur"))
            return ;;
        -m|--max-queue-len)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --backend|--qtype)
            COMPREPLY=($(compgen -W 'auto local slurm torque pbs' -- "$cur"))
            return ;;
        --log-level)
            COMPREPLY=($(compgen -W 'debug info normal warn error critical' -- "$cur"))
            return ;;
        --log-file)
            COMPREPLY=($(compgen -f -- "$cur"))
            return ;;
        --log-also)
            COMPREPLY=($(compgen -W 'stdout stderr' -- "$cur"))
            return ;;
        --log-format)
            COMPREPLY=($(compgen -W 'plain cluster json' -- "$cur"))
            return ;;
        --color)
            COMPREPLY=($(compgen -W 'auto always never' -- "$cur"))
            return ;;
        --config)
            COMPREPLY=($(compgen -f -- "$cur"))
            return ;;
        --generate-completion-script)
            COMPREPLY=($(compgen -W 'bash zsh fish' -- "$cur"))
            return ;;
    esac
    if [[ $cur == -* ]]; then
        COMPREPLY=($(compgen -W '--user --me --all-users --all --state --name --jobs --partition --account --since --refresh --cached --ids --long --count --stats --json --jsonl --parsable --format --sort --no-header --stdout --stderr --script --path --follow --watch --interval --cancel --signal --hold --release --requeue --pause --unpause --check --backends --can-submit --max-queue-len --backend --qtype --null --verbose --quiet --log-level --log-file --log-also --log-format --color --config --version --help --help-all --generate-completion-script' -- "$cur"))
        return
    fi
    COMPREPLY=($(compgen -W '' -- "$cur"))
}
complete -F _cqueue cqueue
