_csub() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
    COMPREPLY=()
    case $prev in
        -J|--job-name|--name)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -N|--nodes)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -c|--cores|--cpus-per-task|--cpus)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --mem|--memory)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --mem-per-cpu)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -G|--gpus)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --gres)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -t|--time|--walltime)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --ntasks-per-node)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -p|--partition|--queue)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -A|--account)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --qos)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -C|--features|--constraint)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --nodelist)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --exclude)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --reservation)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --licenses)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -d|--depend|--depends|--dependency|--dependencies|--after)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -b|--begin)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --deadline)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -a|--array)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --kill-on-invalid-dep)
            COMPREPLY=($(compgen -W 'yes no' -- "$cur"))
            return ;;
        --priority)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --nice)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --tries)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -o|--output|--outfile|--stdout)
            COMPREPLY=($(compgen -f -- "$cur"))
            return ;;
        -e|--error|--errfile|--stderr)
            COMPREPLY=($(compgen -f -- "$cur"))
            return ;;
        -i|--input)
            COMPREPLY=($(compgen -f -- "$cur"))
            return ;;
        -D|--chdir|--dir|--cwd|--runpath)
            COMPREPLY=($(compgen -d -- "$cur"))
            return ;;
        --script-dir|--filedir|--path|--scriptpath|--scriptdir|--filepath)
            COMPREPLY=($(compgen -d -- "$cur"))
            return ;;
        --out-dir|--outpath)
            COMPREPLY=($(compgen -d -- "$cur"))
            return ;;
        --suffix)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --export|--env)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --modules)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --prologue)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --signal)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --comment)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --mail-user)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --mail-type)
            COMPREPLY=($(compgen -W 'NONE BEGIN END FAIL REQUEUE ALL INVALID_DEPEND STAGE_OUT TIME_LIMIT TIME_LIMIT_90 TIME_LIMIT_80 TIME_LIMIT_50 ARRAY_TASKS' -- "$cur"))
            return ;;
        --native)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --each)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --colsep)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --chunk)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --max-running)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -P|--profile)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -O|--option)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        -l|--resource-list)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --skip)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --config)
            COMPREPLY=($(compgen -f -- "$cur"))
            return ;;
        --backend|--qtype)
            COMPREPLY=($(compgen -W 'auto local slurm torque pbs' -- "$cur"))
            return ;;
        -m|--max-queue-len)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --max-fails)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --threads)
            COMPREPLY=($(compgen -W '' -- "$cur"))
            return ;;
        --format)
            COMPREPLY=($(compgen -W 'string table json' -- "$cur"))
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
        --generate-completion-script)
            COMPREPLY=($(compgen -W 'bash zsh fish' -- "$cur"))
            return ;;
    esac
    if [[ $cur == -* ]]; then
        COMPREPLY=($(compgen -W '--job-name --name --nodes --cores --cpus-per-task --cpus --mem --memory --mem-per-cpu --gpus --gres --time --walltime --ntasks-per-node --exclusive --partition --queue --account --qos --features --constraint --nodelist --exclude --reservation --licenses --depend --depends --dependency --dependencies --after --begin --deadline --array --hold --kill-on-invalid-dep --priority --nice --tries --requeue --no-requeue --output --outfile --stdout --error --errfile --stderr --input --chdir --dir --cwd --runpath --script-dir --filedir --path --scriptpath --scriptdir --filepath --out-dir --outpath --suffix --export --env --modules --prologue --signal --comment --mail-user --mail-type --native --each --null --colsep --chunk --max-running --file --track --resubmit --srun --depend-missing-ok --shell --exec --profile --option --resource-list --skip --config --backend --qtype --max-queue-len --no-block --if-absent --unique --no-id --wait --max-fails --get --threads --dry-run --write --test-only --check --render --list-options --format --verbose --quiet --log-level --log-file --log-also --log-format --color --version --help --help-all --generate-completion-script' -- "$cur"))
        return
    fi
    COMPREPLY=($(compgen -c -- "$cur"))
}
complete -F _csub csub
