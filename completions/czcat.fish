# Completions of czcat for fish, written by 'czcat --generate-completion-script fish'.

# A line for each option and each operand before the cursor.
function __czcat_scan
    set -l words (commandline -opc)
    set -l seen
    set -e words[1]
    while set -q words[1]
        set -l word $words[1]
        set -e words[1]
        switch $word
            case --
                set -q words[1]; and printf 'operand %s\n' $words
                return
            case --output --compress --format --jobs --max-output --log-level --log-file --log-also --log-format --color --config --generate-completion-script
                echo option $word
                set -q words[1]; and set -e words[1]
            case '--*'
                set -a seen "option $word"
                echo option (string replace -r '=.*' '' -- $word)
            case '-?*'
                for letter in (string match -r -- '^-([^ozj]*[ozj]?)' $word)[2]
                    printf 'option -%s\n' (string split '' -- $letter)
                end
                string match -qr -- '^-[^ozj]*[ozj]$' $word
                and set -q words[1]
                and set -e words[1]
            case '*'
                echo operand $word
        end
    end
end

# The value at the cursor, without the option before it.
function __czcat_current
    string replace -r -- '^(--[^=]*=|-[^-ozj][^ozj]*[ozj]|-[ozj])' '' (commandline -ct)
end

function __czcat_operands
    __czcat_scan | string replace -rf '^operand ' ''
end

function __czcat_given
    __czcat_scan | string replace -rf '^option ' ''
end

# Some of these words, with commas between.
function __czcat_list
    set -l head (string match -r '^.*,' -- (__czcat_current))
    set -q head[1]; or set head ''
    printf '%s\n' $head$argv
end

# Files for a value that stands behind its letter in one word.
function __czcat_files
    string match -qr -- '^-[^-]' (commandline -ct); and __fish_complete_path (__czcat_current)
end

# Words that the tool itself tells, in its order: KIND [list].
function __czcat_candidates
    set -l text (__czcat_current)
    set -l head ''
    if test "$argv[2]" = list
        set head (string match -r '^.*,' -- $text)
        set -q head[1]; or set head ''
        set text (string replace -r '^.*,' '' -- $text)
    end
    if test $argv[1] = setting-values
        set text (__czcat_operands)[-1]=$text
    end
    set -l lines (czcat --complete "$argv[1]=$text" 2>/dev/null)
    set -q lines[1]; and printf '%s\n' $head$lines
end

# What the next operand may be.
function __czcat_operand
    set -l count (count (__czcat_operands))
    test $count -ge 0; and __fish_complete_path (commandline -ct)
end

complete -c czcat -f -k -a '(__czcat_operand)'
complete -c czcat -s o -l output -r -F -a '(__czcat_files)' -d 'Writes to this file; \'.gz\' or \'.bz2\' at its end compresses.'
complete -c czcat -s z -l compress -x -a 'gz bz2' -d 'Compresses what is written: gz or bz2.'
complete -c czcat -s t -l test -d 'Looks for damage; writes nothing.'
complete -c czcat -s l -l list -d 'Lists formats, members and sizes.'
complete -c czcat -l format -x -a 'gz bz2 plain auto' -d 'Takes this format for granted: gz, bz2, plain or auto.'
complete -c czcat -l raw -d 'Copies unchanged, whatever it is.'
complete -c czcat -s j -l jobs -x -d 'Works with so many threads (the processors there are).'
complete -c czcat -l max-output -x -d 'Stops with 1 where there would be more bytes.'
complete -c czcat -s f -d 'Nothing; zcat\'s -f is what this tool does anyway.'
complete -c czcat -s v -l verbose -d 'Says more on standard error; twice: everything.'
complete -c czcat -s q -s Q -l quiet -d 'Failures only on standard error.'
complete -c czcat -l log-level -x -a 'debug info normal warn error critical' -d 'Says what is at least: debug, info, normal, warn, error, critical.'
complete -c czcat -l log-file -r -F -a '(__czcat_files)' -d 'Appends what is said to FILE; failures are said on standard error, too.'
complete -c czcat -l log-also -x -a 'stdout stderr' -d 'With --log-file: says all of it there as well: stdout, stderr.'
complete -c czcat -l log-format -x -a 'plain cluster json' -d 'How it is said: plain, cluster (with time and level), json.'
complete -c czcat -l color -x -a 'auto always never' -d 'Colours: auto, always, never.'
complete -c czcat -l config -r -F -a '(__czcat_files)' -d 'Reads this configuration.'
complete -c czcat -s V -l version -d 'Shows the version.'
complete -c czcat -s h -l help -d 'Shows the usual options.'
complete -c czcat -l help-all -d 'Shows every option.'
complete -c czcat -l generate-completion-script -x -a 'bash zsh fish' -d 'Writes completions for bash, zsh or fish.'
