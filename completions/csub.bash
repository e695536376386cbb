#!/bin/bash

__csub_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__csub_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__csub_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__csub_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_csub() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--exclusive -H --hold --requeue --no-requeue -0 --null -f --file --track --resubmit --srun --depend-missing-ok --shell --exec --no-block --if-absent --unique --no-id -W --wait --get --dry-run --write --test-only --check --render --list-options -v --verbose -Q --quiet -V --version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=(-J --job-name --name -N --nodes -c --cores --cpus-per-task --cpus --mem --memory --mem-per-cpu -G --gpus --gres -t --time --walltime --ntasks-per-node -p --partition --queue -A --account --qos -C --features --constraint --nodelist --exclude --reservation --licenses -d --depend --depends --dependency --dependencies --after -b --begin --deadline -a --array --kill-on-invalid-dep --priority --nice --tries -o --output --outfile --stdout -e --error --errfile --stderr -i --input -D --chdir --dir --cwd --runpath --script-dir --filedir --path --scriptpath --scriptdir --filepath --out-dir --outpath --suffix --export --env --modules --prologue --signal --comment --mail-user --mail-type --native --each --colsep --chunk --max-running -P --profile -O --option -l --resource-list --skip --config --backend --qtype -m --max-queue-len --max-fails --threads --format --log-level --log-file --log-also --log-format --color)
    __csub_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-J'|'--job-name'|'--name')
        return
        ;;
    '-N'|'--nodes')
        return
        ;;
    '-c'|'--cores'|'--cpus-per-task'|'--cpus')
        return
        ;;
    '--mem'|'--memory')
        return
        ;;
    '--mem-per-cpu')
        return
        ;;
    '-G'|'--gpus')
        return
        ;;
    '--gres')
        return
        ;;
    '-t'|'--time'|'--walltime')
        return
        ;;
    '--ntasks-per-node')
        return
        ;;
    '-p'|'--partition'|'--queue')
        return
        ;;
    '-A'|'--account')
        return
        ;;
    '--qos')
        return
        ;;
    '-C'|'--features'|'--constraint')
        return
        ;;
    '--nodelist')
        return
        ;;
    '--exclude')
        return
        ;;
    '--reservation')
        return
        ;;
    '--licenses')
        return
        ;;
    '-d'|'--depend'|'--depends'|'--dependency'|'--dependencies'|'--after')
        __csub_add_completions -W "$(eval 'cqueue -I')"
        return
        ;;
    '-b'|'--begin')
        return
        ;;
    '--deadline')
        return
        ;;
    '-a'|'--array')
        return
        ;;
    '--kill-on-invalid-dep')
        __csub_add_completions -W 'yes'$'\n''no'
        return
        ;;
    '--priority')
        return
        ;;
    '--nice')
        return
        ;;
    '--tries')
        return
        ;;
    '-o'|'--output'|'--outfile'|'--stdout')
        __csub_add_completions -f
        return
        ;;
    '-e'|'--error'|'--errfile'|'--stderr')
        __csub_add_completions -f
        return
        ;;
    '-i'|'--input')
        __csub_add_completions -f
        return
        ;;
    '-D'|'--chdir'|'--dir'|'--cwd'|'--runpath')
        __csub_add_completions -d
        return
        ;;
    '--script-dir'|'--filedir'|'--path'|'--scriptpath'|'--scriptdir'|'--filepath')
        __csub_add_completions -d
        return
        ;;
    '--out-dir'|'--outpath')
        __csub_add_completions -d
        return
        ;;
    '--suffix')
        return
        ;;
    '--export'|'--env')
        return
        ;;
    '--modules')
        return
        ;;
    '--prologue')
        return
        ;;
    '--signal')
        return
        ;;
    '--comment')
        return
        ;;
    '--mail-user')
        return
        ;;
    '--mail-type')
        return
        ;;
    '--native')
        return
        ;;
    '--each')
        return
        ;;
    '--colsep')
        return
        ;;
    '--chunk')
        return
        ;;
    '--max-running')
        return
        ;;
    '-P'|'--profile')
        __csub_add_completions -W "$(eval 'cprofile')"
        return
        ;;
    '-O'|'--option')
        return
        ;;
    '-l'|'--resource-list')
        return
        ;;
    '--skip')
        return
        ;;
    '--config')
        __csub_add_completions -f
        return
        ;;
    '--backend'|'--qtype')
        __csub_add_completions -W 'auto'$'\n''local'$'\n''normal'$'\n''slurm'$'\n''torque'$'\n''pbs'$'\n''openpbs'
        return
        ;;
    '-m'|'--max-queue-len')
        return
        ;;
    '--max-fails')
        return
        ;;
    '--threads')
        return
        ;;
    '--format')
        __csub_add_completions -W 'string'$'\n''table'$'\n''json'
        return
        ;;
    '--log-level')
        return
        ;;
    '--log-file')
        __csub_add_completions -f
        return
        ;;
    '--log-also')
        __csub_add_completions -W 'stdout'$'\n''stderr'
        return
        ;;
    '--log-format')
        __csub_add_completions -W 'plain'$'\n''cluster'$'\n''json'
        return
        ;;
    '--color')
        __csub_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    help)
        # Offer subcommand argument completions
        "_csub_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'help' -- "${cur}"))
        ;;
    esac
}

_csub_help() {
    :
}

complete -o filenames -F _csub csub
