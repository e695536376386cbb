complete -c cclean -f
complete -c cclean -s v -l verbose -d 'Says more on standard error; twice: everything.'
complete -c cclean -s q -s Q -l quiet -d 'Failures only on standard error.'
complete -c cclean -l log-level -r -a 'debug info normal warn error critical' -d 'Says what is at least: debug, info, normal, warn, error, critical.'
complete -c cclean -l log-file -r -F -d 'Appends what is said to FILE; failures are said on standard error, too.'
complete -c cclean -l log-also -r -a 'stdout stderr' -d 'With --log-file: says all of it there as well: stdout, stderr.'
complete -c cclean -l log-format -r -a 'plain cluster json' -d 'How it is said: plain, cluster (with time and level), json.'
complete -c cclean -l color -r -a 'auto always never' -d 'Colours: auto, always, never.'
complete -c cclean -l config -r -F -d 'Reads this configuration.'
complete -c cclean -s V -l version -d 'Shows the version.'
complete -c cclean -s h -l help -d 'Shows the usual options.'
complete -c cclean -l help-all -d 'Shows every option.'
complete -c cclean -l generate-completion-script -r -a 'bash zsh fish' -d 'Writes completions for bash, zsh or fish.'
complete -c cclean
