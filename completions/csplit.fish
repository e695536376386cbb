# Completions of csplit for fish, written by 'csplit --generate-completion-script fish'.

# Another program of that name may be the one that is called, and may have its own.
if not string match -q '*cjobs*' -- (csplit -V 2>/dev/null)
    for file in $fish_complete_path/csplit.fish
        if test -f $file; and not string match -q '*generate-completion-script*' <$file
            source $file
            break
        end
    end
    exit
end

# A line for each option and each operand before the cursor.
function __csplit_scan
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
            case --number --parts --lines --bytes --record-start --record-lines --out-dir --prefix --digits --header-lines --compress --jobs --log-level --log-file --log-also --log-format --color --config --generate-completion-script
                echo option $word
                set -q words[1]; and set -e words[1]
            case '--*'
                set -a seen "option $word"
                echo option (string replace -r '=.*' '' -- $word)
            case '-?*'
                for letter in (string match -r -- '^-([^nlbOazj]*[nlbOazj]?)' $word)[2]
                    printf 'option -%s\n' (string split '' -- $letter)
                end
                string match -qr -- '^-[^nlbOazj]*[nlbOazj]$' $word
                and set -q words[1]
                and set -e words[1]
            case '*'
                echo operand $word
        end
    end
end

# The value at the cursor, without the option before it.
function __csplit_current
    string replace -r -- '^(--[^=]*=|-[^-nlbOazj][^nlbOazj]*[nlbOazj]|-[nlbOazj])' '' (commandline -ct)
end

function __csplit_operands
    __csplit_scan | string replace -rf '^operand ' ''
end

function __csplit_given
    __csplit_scan | string replace -rf '^option ' ''
end

# Some of these words, with commas between.
function __csplit_list
    set -l head (string match -r '^.*,' -- (__csplit_current))
    set -q head[1]; or set head ''
    printf '%s\n' $head$argv
end

# Files for a value that stands behind its letter in one word.
function __csplit_files
    string match -qr -- '^-[^-]' (commandline -ct); and __fish_complete_path (__csplit_current)
end

# Words that the tool itself tells, in its order: KIND [list].
function __csplit_candidates
    set -l text (__csplit_current)
    set -l head ''
    if test "$argv[2]" = list
        set head (string match -r '^.*,' -- $text)
        set -q head[1]; or set head ''
        set text (string replace -r '^.*,' '' -- $text)
    end
    if test $argv[1] = setting-values
        set text (__csplit_operands)[-1]=$text
    end
    set -l lines (csplit --complete "$argv[1]=$text" 2>/dev/null)
    set -q lines[1]; and printf '%s\n' $head$lines
end

# What the next operand may be.
function __csplit_operand
    set -l count (count (__csplit_operands))
    test $count -eq 0; and __fish_complete_path (commandline -ct)
    test $count -eq 1; and true
end

complete -c csplit -f -k -a '(__csplit_operand)'
complete -c csplit -s n -l number -l parts -x -d 'So many parts, which differ by one line at most.'
complete -c csplit -s l -l lines -x -d 'So many lines a part.'
complete -c csplit -s b -l bytes -x -d 'Whole lines up to so many bytes a part: 4096, 512K, 1.5G.'
complete -c csplit -s r -l round-robin -d 'Line by line to each part in turn.'
complete -c csplit -l record-start -x -d 'A record begins at each line in which REGEX (extended) is found.'
complete -c csplit -l record-lines -x -d 'N lines are a record; 1 splits any file by lines.'
complete -c csplit -l fasta -d 'A record begins at each line with \'>\'.'
complete -c csplit -l fastq -d 'Records have four lines, which are checked.'
complete -c csplit -s O -l out-dir -x -k -a '(__fish_complete_directories (__csplit_current))' -d 'The directory for the parts (.).'
complete -c csplit -s p -l parents -d 'Makes that directory where it is missing.'
complete -c csplit -l prefix -x -d 'Names begin with this (FILE.split_).'
complete -c csplit -s a -l digits -x -d 'Digits of the parts\' numbers, at least (4).'
complete -c csplit -l no-header -d 'The first line is a line like others.'
complete -c csplit -l header-lines -x -d 'So many lines at the top are the header of every part (1; 0 with records).'
complete -c csplit -s z -l compress -x -a 'gz bz2' -d 'Compresses what is written: gz or bz2.'
complete -c csplit -s e -l elide-empty -d 'Leaves out parts without a line.'
complete -c csplit -l force -d 'Replaces parts that are there.'
complete -c csplit -l remove-stale -d 'Removes parts of an earlier split that this one does not replace.'
complete -c csplit -l dry-run -d 'Shows the parts\' paths; writes nothing.'
complete -c csplit -s j -l jobs -x -d 'Works with so many threads (the processors there are).'
complete -c csplit -s 0 -l null -d 'Paths end with NUL.'
complete -c csplit -s v -l verbose -d 'Says more on standard error; twice: everything.'
complete -c csplit -s q -s Q -l quiet -d 'Failures only on standard error.'
complete -c csplit -l log-level -x -a 'debug info normal warn error critical' -d 'Says what is at least: debug, info, normal, warn, error, critical.'
complete -c csplit -l log-file -r -F -a '(__csplit_files)' -d 'Appends what is said to FILE; failures are said on standard error, too.'
complete -c csplit -l log-also -x -a 'stdout stderr' -d 'With --log-file: says all of it there as well: stdout, stderr.'
complete -c csplit -l log-format -x -a 'plain cluster json' -d 'How it is said: plain, cluster (with time and level), json.'
complete -c csplit -l color -x -a 'auto always never' -d 'Colours: auto, always, never.'
complete -c csplit -l config -r -F -a '(__csplit_files)' -d 'Reads this configuration.'
complete -c csplit -s V -l version -d 'Shows the version.'
complete -c csplit -s h -l help -d 'Shows the usual options.'
complete -c csplit -l help-all -d 'Shows every option.'
complete -c csplit -l generate-completion-script -x -a 'bash zsh fish' -d 'Writes completions for bash, zsh or fish.'
