# Completions of csub for bash, with bash-completion.
# They are written by 'csub --generate-completion-script bash'.

# How the value of an option is completed; false for one that takes none.
_csub_value() {
    kind= values= list=
    case $1 in
        -J | --job-name | --name) kind=none ;;
        --label | --labels) kind=none ;;
        -N | --nodes) kind=none ;;
        -c | --cores | --cpus-per-task | --cpus) kind=none ;;
        --mem | --memory) kind=none ;;
        --mem-per-cpu) kind=none ;;
        -G | --gpus) kind=none ;;
        --gres) kind=none ;;
        -t | --time | --walltime) kind=none ;;
        --ntasks-per-node) kind=none ;;
        -p | --partition | --queue) kind=candidates values=partitions ;;
        -A | --account) kind=none ;;
        --qos) kind=none ;;
        -C | --features | --constraint) kind=none ;;
        --nodelist) kind=none ;;
        --exclude) kind=none ;;
        --reservation) kind=none ;;
        --licenses) kind=none ;;
        -d | --depend | --depends | --dependency | --dependencies | --after) kind=candidates values=dependencies list=1 ;;
        -b | --begin) kind=none ;;
        --deadline) kind=none ;;
        -a | --array) kind=none ;;
        --kill-on-invalid-dep) kind=words values='yes no' ;;
        --priority) kind=none ;;
        --nice) kind=none ;;
        --tries) kind=none ;;
        -o | --output | --outfile | --stdout) kind=files ;;
        -e | --error | --errfile | --stderr) kind=files ;;
        -i | --input) kind=files ;;
        -D | --chdir | --dir | --cwd | --runpath) kind=directories ;;
        --script-dir | --filedir | --path | --scriptpath | --scriptdir | --filepath) kind=directories ;;
        --out-dir | --outpath) kind=directories ;;
        --suffix) kind=none ;;
        --export | --env) kind=variables list=1 ;;
        --modules) kind=none ;;
        --prologue) kind=none ;;
        --signal) kind=words values='HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS' ;;
        --comment) kind=none ;;
        --mail-user) kind=none ;;
        --mail-type) kind=words values='NONE BEGIN END FAIL REQUEUE ALL INVALID_DEPEND STAGE_OUT TIME_LIMIT TIME_LIMIT_90 TIME_LIMIT_80 TIME_LIMIT_50 ARRAY_TASKS' list=1 ;;
        --native) kind=none ;;
        --each) kind=none ;;
        --colsep) kind=none ;;
        --chunk) kind=none ;;
        --max-running) kind=none ;;
        --python) kind=files ;;
        --args) kind=none ;;
        --kwargs) kind=none ;;
        --import) kind=none ;;
        --python-path) kind=directories ;;
        --function) kind=none ;;
        --source) kind=files ;;
        -P | --profile) kind=candidates values=profiles ;;
        -O | --option) kind=candidates values=keyword-values ;;
        -l | --resource-list) kind=none ;;
        --skip) kind=candidates values=keywords list=1 ;;
        --config) kind=files ;;
        --backend | --qtype) kind=words values='auto local slurm torque pbs' ;;
        --batch) kind=none ;;
        -m | --max-queue-len) kind=none ;;
        --max-fails) kind=none ;;
        --threads) kind=none ;;
        --format) kind=words values='string table json' ;;
        --log-level) kind=words values='debug info normal warn error critical' ;;
        --log-file) kind=files ;;
        --log-also) kind=words values='stdout stderr' ;;
        --log-format) kind=words values='plain cluster json' ;;
        --color) kind=words values='auto always never' ;;
        --generate-completion-script) kind=words values='bash zsh fish' ;;
        *) return 1 ;;
    esac
}

# How the next operand is completed.
_csub_operand() {
    kind=none values= list=
    case $verb in
        '')
            ((${#operands[@]} >= 0)) && kind=command
            ;;
    esac
    case $given in
        *' --each '*) kind=files ;;
        *' -f '* | *' --file '*) kind=files ;;
        *' --resubmit '*) kind=candidates values=ended-jobs ;;
        *' --python '*) kind=files ;;
        *' --function '*) kind=files ;;
        *' --render '*) kind=candidates values=keyword-values ;;
    esac
}

# The options that may stand there.
_csub_options() {
    local options
    case $verb in
        *) options='-J --job-name --name --label --labels -N --nodes -c --cores --cpus-per-task --cpus --mem --memory --mem-per-cpu -G --gpus --gres -t --time --walltime --ntasks-per-node --exclusive -p --partition --queue -A --account --qos -C --features --constraint --nodelist --exclude --reservation --licenses -d --depend --depends --dependency --dependencies --after -b --begin --deadline -a --array -H --hold --kill-on-invalid-dep --priority --nice --tries --requeue --no-requeue -o --output --outfile --stdout -e --error --errfile --stderr -i --input -D --chdir --dir --cwd --runpath --script-dir --filedir --path --scriptpath --scriptdir --filepath --out-dir --outpath --suffix --export --env --modules --prologue --signal --comment --mail-user --mail-type --native --each -0 --null --colsep --chunk --max-running -f --file --track --resubmit --with-dependents --python --args --kwargs --import --python-path --function --source --srun --depend-missing-ok --shell --exec -P --profile -O --option -l --resource-list --skip --config --backend --qtype --batch -m --max-queue-len --no-block --if-absent --unique --no-id --json -W --wait --max-fails --get --result --threads --dry-run --write --test-only --check --render --list-options --format -v --verbose -Q --quiet --log-level --log-file --log-also --log-format --color -V --version -h --help --help-all --generate-completion-script' ;;
    esac
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
}

# Reads the words before the cursor: which options were given, whether a value is next, which
# operands there are.
_csub_read() {
    local i k word
    for ((i = 1; i < cword; i++)); do
        word=${words[i]}
        if [[ $option ]]; then
            option=
        elif [[ $ended || $word != -?* ]]; then
            operands+=("$word")
            [[ $given == *' --render '* ]] || { first=$i && return; }
        elif [[ $word == -- ]]; then
            ended=1
        elif [[ $word == --* ]]; then
            given+="${word%%=*} "
            [[ $word != *=* ]] && _csub_value "$word" && option=$word
        else
            for ((k = 1; k < ${#word}; k++)); do
                given+="-${word:k:1} "
                _csub_value "-${word:k:1}" || continue
                ((k + 1 < ${#word})) || option=-${word:k:1}
                break
            done
        fi
    done
}

# Offers what a value or an operand may be.
_csub_reply() {
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
            mapfile -t COMPREPLY < <(csub --complete "$values=${base//\\/}" 2>/dev/null)
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

# The command and its arguments, which have completions of their own.
_csub_command() {
    local i raw=1 piece
    for ((i = 1; i < ${first:-cword}; i++)); do
        piece=${COMP_WORDS[raw++]}
        while [[ $piece != "${words[i]}" ]] && ((raw <= COMP_CWORD)); do
            piece+=${COMP_WORDS[raw++]}
        done
    done
    ((raw <= COMP_CWORD)) && _command_offset $raw
}

_csub() {
    local cur prev words cword split
    _init_completion -s -n : || return
    local kind= values= list= option= verb= ended= first= glue= given=' ' operands=() k
    _csub_read
    if [[ $option ]]; then
        _csub_value "$option"
    elif [[ $split == true && ! $ended && ! $first ]]; then
        _csub_value "$prev" || return
    elif [[ $ended || $first || $cur != -* ]]; then
        _csub_operand
    elif [[ $cur == -[!-]* ]]; then
        for ((k = 1; k < ${#cur}; k++)); do
            _csub_value "-${cur:k:1}" && break
        done
        glue=${cur:0:k+1} cur=${cur:k+1}
        if [[ ! $cur ]]; then
            COMPREPLY=("$glue")
            return
        fi
    else
        _csub_options
        return
    fi
    if [[ $kind == command ]]; then
        _csub_command
        return
    fi
    _csub_reply
}
complete -F _csub csub
