_czcat() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
    COMPREPLY=()
    case $prev in
        -o|--output)
            COMPREPLY=($(compgen -f -- "$cur"))
            return ;;
        -z|--compress)
            COMPREPLY=($(compgen -W 'gz bz2' -- "$cur"))
            return ;;
        --format)
            COMPREPLY=($(compgen -W 'gz bz2 plain auto' -- "$cur"))
            return ;;
        -j|--jobs)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --max-output)
            COMPREPLY=($(compgen -W '' -- "$cur"))
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
        COMPREPLY=($(compgen -W '--output --compress --test --list --format --raw --jobs --max-output --verbose --quiet --log-level --log-file --log-also --log-format --color --config --version --help --help-all --generate-completion-script' -- "$cur"))
        return
    fi
    COMPREPLY=($(compgen -f -- "$cur"))
}
complete -F _czcat czcat
