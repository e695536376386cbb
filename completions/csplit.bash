_csplit() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
    COMPREPLY=()
    case $prev in
        -n|--number|--parts)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -l|--lines)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -b|--bytes)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -O|--out-dir)
            COMPREPLY=($(compgen -d -- "$cur"))
            return ;;
        --prefix)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -a|--digits)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --header-lines)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -z|--compress)
            COMPREPLY=($(compgen -W 'gz bz2' -- "$cur"))
            return ;;
        -j|--jobs)
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
        COMPREPLY=($(compgen -W '--number --parts --lines --bytes --round-robin --out-dir --parents --prefix --digits --no-header --header-lines --compress --elide-empty --force --remove-stale --dry-run --jobs --null --verbose --quiet --log-level --log-file --log-also --log-format --color --config --version --help --help-all --generate-completion-script' -- "$cur"))
        return
    fi
    COMPREPLY=($(compgen -f -- "$cur"))
}
complete -F _csplit csplit
