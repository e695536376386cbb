_cwait() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
    COMPREPLY=()
    case $prev in
        -u|--user)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --state)
            COMPREPLY=($(compgen -W 'held pending running suspended completing complete failed cancelled timeout oom node_fail preempted unknown active done bad uncertain all' -- "$cur"))
            return ;;
        -m|--max-queue-len)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --backend|--qtype)
            COMPREPLY=($(compgen -W 'auto local slurm torque pbs' -- "$cur"))
            return ;;
        -t|--timeout)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -i|--interval)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --grace)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --files-timeout)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --appear)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --uncertain)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --max-errors)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --exit)
            COMPREPLY=($(compgen -W 'worst any first count' -- "$cur"))
            return ;;
        --notify)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --progress)
            COMPREPLY=($(compgen -W 'auto always never' -- "$cur"))
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
        COMPREPLY=($(compgen -W '--all --user --state --slot --max-queue-len --allow-empty --null --backend --qtype --timeout --interval --grace --files-timeout --appear --uncertain --max-errors --vanished-ok --any --fail-fast --cancel-rest --cancel-on-interrupt --exit --notify --print --ok --failed --get --result --json --progress --verbose --quiet --log-level --log-file --log-also --log-format --color --config --version --help --help-all --generate-completion-script' -- "$cur"))
        return
    fi
    COMPREPLY=($(compgen -W '' -- "$cur"))
}
complete -F _cwait cwait
