# Completions of cprofile for fish, written by 'cprofile --generate-completion-script fish'.

# A line for each option and each operand before the cursor.
function __cprofile_scan
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
            case --log-level --log-file --log-also --log-format --color --config --generate-completion-script --default
                echo option $word
                set -q words[1]; and set -e words[1]
            case '--*'
                set -a seen "option $word"
                echo option (string replace -r '=.*' '' -- $word)
            case '-?*'
                for letter in (string match -r -- '^-([^:]*[:]?)' $word)[2]
                    printf 'option -%s\n' (string split '' -- $letter)
                end
                string match -qr -- '^-[^:]*[:]$' $word
                and set -q words[1]
                and set -e words[1]
            case '*'
                echo operand $word
        end
    end
end

# The value at the cursor, without the option before it.
function __cprofile_current
    string replace -r -- '^(--[^=]*=|-[^-:][^:]*[:]|-[:])' '' (commandline -ct)
end

function __cprofile_operands
    __cprofile_scan | string replace -rf '^operand ' ''
end

function __cprofile_given
    __cprofile_scan | string replace -rf '^option ' ''
end

# Some of these words, with commas between.
function __cprofile_list
    set -l head (string match -r '^.*,' -- (__cprofile_current))
    set -q head[1]; or set head ''
    printf '%s\n' $head$argv
end

# Files for a value that stands behind its letter in one word.
function __cprofile_files
    string match -qr -- '^-[^-]' (commandline -ct); and __fish_complete_path (__cprofile_current)
end

# Words that the tool itself tells, in its order: KIND [list].
function __cprofile_candidates
    set -l text (__cprofile_current)
    set -l head ''
    if test "$argv[2]" = list
        set head (string match -r '^.*,' -- $text)
        set -q head[1]; or set head ''
        set text (string replace -r '^.*,' '' -- $text)
    end
    if test $argv[1] = setting-values
        set text (__cprofile_operands)[-1]=$text
    end
    set -l lines (cprofile --complete "$argv[1]=$text" 2>/dev/null)
    set -q lines[1]; and printf '%s\n' $head$lines
end

# The verb, as far as it is there.
function __cprofile_verb
    set -l words (__cprofile_operands)
    if contains -- "$words[1]" config
        string join ' ' -- $words[1..2]
    else
        echo "$words[1]"
    end
end

# Whether it is one of these.
function __cprofile_is
    contains -- (__cprofile_verb) $argv
end

# The words that it still lacks; false where it is whole.
function __cprofile_verb_words
    switch (__cprofile_verb)
        case ''
            printf '%s\t%s\n' \
            'list' 'List the profiles\' names.' \
            'show' 'Show what profiles say, all of them or those named.' \
            'set' 'Give options of a profile values.' \
            'unset' 'Take options out of a profile.' \
            'delete' 'Remove a profile, or some of its options; \'default\' becomes what it was.' \
            'rename' 'Give a profile another name.' \
            'copy' 'Make a profile that says what another one does.' \
            'config' 'Get, set and list settings.' \
            'edit' 'Edit the file with $VISUAL or $EDITOR; a file with faults is not put in place.' \
            'path' 'Write the path of the file that is read and written.' \
            'migrate' 'Copy an older program\'s file to the place of ours, and say so in the old one.' 
        case 'config'
            printf '%s\t%s\n' \
            'get' 'Write a setting\'s value, a section, or everything.' \
            'set' 'Give a setting a value.' \
            'unset' 'Remove a setting, or a whole section.' \
            'list' 'List all settings that hold, built-in ones among them.' 
        case '*'
            return 1
    end
end

# What the next operand may be.
function __cprofile_operand
    set -l count (count (__cprofile_operands))
    __cprofile_verb_words; and return
    if __cprofile_is "show"
    test $count -ge 1; and __cprofile_candidates profiles
    end
    if __cprofile_is "set"
    test $count -eq 1; and __cprofile_candidates profiles
    test $count -ge 2; and __cprofile_candidates keyword-values
    end
    if __cprofile_is "unset"
    test $count -eq 1; and __cprofile_candidates profiles
    test $count -ge 2; and __cprofile_candidates keywords
    end
    if __cprofile_is "delete"
    test $count -eq 1; and __cprofile_candidates profiles
    test $count -ge 2; and __cprofile_candidates keywords
    end
    if __cprofile_is "rename"
    test $count -eq 1; and __cprofile_candidates profiles
    test $count -eq 2; and true
    end
    if __cprofile_is "copy"
    test $count -eq 1; and __cprofile_candidates profiles
    test $count -eq 2; and true
    end
    if __cprofile_is "config get"
    test $count -eq 2; and __cprofile_candidates settings
    end
    if __cprofile_is "config set"
    test $count -eq 2; and __cprofile_candidates settings
    test $count -eq 3; and __cprofile_candidates setting-values
    end
    if __cprofile_is "config unset"
    test $count -eq 2; and __cprofile_candidates settings
    end
end

complete -c cprofile -f -k -a '(__cprofile_operand)'
complete -c cprofile -s v -l verbose -d 'Says more on standard error; twice: everything.'
complete -c cprofile -s q -s Q -l quiet -d 'Failures only on standard error.'
complete -c cprofile -l log-level -x -a 'debug info normal warn error critical' -d 'Says what is at least: debug, info, normal, warn, error, critical.'
complete -c cprofile -l log-file -r -F -a '(__cprofile_files)' -d 'Appends what is said to FILE; failures are said on standard error, too.'
complete -c cprofile -l log-also -x -a 'stdout stderr' -d 'With --log-file: says all of it there as well: stdout, stderr.'
complete -c cprofile -l log-format -x -a 'plain cluster json' -d 'How it is said: plain, cluster (with time and level), json.'
complete -c cprofile -l color -x -a 'auto always never' -d 'Colours: auto, always, never.'
complete -c cprofile -l config -r -F -a '(__cprofile_files)' -d 'Reads this configuration.'
complete -c cprofile -s V -l version -d 'Shows the version.'
complete -c cprofile -s h -l help -d 'Shows the usual options.'
complete -c cprofile -l help-all -d 'Shows every option.'
complete -c cprofile -l generate-completion-script -x -a 'bash zsh fish' -d 'Writes completions for bash, zsh or fish.'
complete -c cprofile -n '__cprofile_is "list" "show" "config list" ""' -l json -d 'One JSON document.'
complete -c cprofile -n '__cprofile_is "show" "config list"' -l origin -d 'Shows where each value comes from.'
complete -c cprofile -n '__cprofile_is "set" "unset" "delete" "rename" "copy" "config get" "config set" "config unset" "edit" "path"' -l user -d 'Writes the user\'s file (this).'
complete -c cprofile -n '__cprofile_is "set" "unset" "delete" "rename" "copy" "config get" "config set" "config unset" "edit" "path"' -l site -d 'Writes the site\'s file.'
complete -c cprofile -n '__cprofile_is "set" "unset" "delete" "rename" "copy" "config get" "config set" "config unset"' -s n -l dry-run -d 'Writes nothing; shows the file as it would be.'
complete -c cprofile -n '__cprofile_is "config get"' -l default -x -d 'Writes this where there is no value.'
complete -c cprofile -n '__cprofile_is "config get"' -l create -d 'Writes the default into the file, too.'
