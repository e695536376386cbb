#!/usr/bin/env python3
"""Completes command lines in a real shell, as somebody at a terminal would.

usage: complete.py bash|zsh|fish < LINES

The completions are below ~/.local/share, where the shells look for them. Each line is typed, then TAB. For each, one JSON object: `line` as it stands then, `words` that were offered, `notes` on them. What
the shell said beside that, an error, is in `noise`.

Nothing waits for a time: behind the TAB comes a key that makes the shell write the line between two
marks, and a shell takes keys in order.
"""
import json
import os
import pty
import re
import select
import sys
import termios
import fcntl
import struct

PATIENCE = 30  # Seconds after which a shell that has stopped is given up.
# A mark says what stands behind it: that the shell is Ready, the Line, or the Words that are offered.
BEGIN, END = re.compile("\x1d([RLW])\x1d"), "\x1e\x1e"

BASH = r"""
PS1='$ ' PS2= PROMPT_COMMAND=
unset HISTFILE
bind 'set bell-style none'
bind 'set enable-bracketed-paste off'
bind 'set completion-query-items 0'
bind 'set page-completions off'
bind 'set completion-display-width 0'
bind 'set show-all-if-ambiguous on'
bind 'set colored-stats off'
. /usr/share/bash-completion/bash_completion
# bash-completion has one for the system's csplit, and so loads no other by itself.
test ! -e DIRECTORY/bash-completion/completions/csplit || . DIRECTORY/bash-completion/completions/csplit
__tell() { printf '\035L\035%s\036\036' "$READLINE_LINE"; READLINE_LINE= READLINE_POINT=0; }
bind -x '"\C-t": __tell'
printf '\035R\035%s\036\036' ready
"""

ZSH = r"""
unsetopt prompt_cr prompt_sp beep zle_bracketed_paste 2>/dev/null
unset zle_bracketed_paste
PS1='$ ' RPS1= HISTFILE= LISTMAX=100000
setopt no_list_ambiguous no_always_last_prompt no_list_types
fpath=(DIRECTORY/zsh/site-functions $fpath)
autoload -Uz compinit
compinit -D -u
zstyle ':completion:*' verbose yes
zstyle ':completion:*' list-packed no
zstyle ':completion:*' menu no
zstyle ':completion:*' list-prompt ''
__tell() { zle -I; printf '\035L\035%s\036\036' "$BUFFER"; BUFFER= }
zle -N __tell
bindkey -e
bindkey '^I' expand-or-complete
bindkey '^T' __tell
printf '\035R\035%s\036\036' ready
"""

FISH = r"""
set -g fish_greeting
set -g fish_autosuggestion_enabled 0
set -g fish_features
function fish_prompt; echo -n '$ '; end
function fish_right_prompt; end
function __tell
    printf '\035L\035%s\036\036' (commandline | string collect --allow-empty)
    commandline ''
    commandline -f repaint
end
# The pager draws over itself: the words are asked for at the same place and moment.
function __words
    set -l words (complete -C (commandline -cp))
    printf '\035W\035'
    set -q words[1]; and printf '%s\n' $words
    printf '\036\036'
end
bind \ct __tell
bind \cn __words
printf '\035R\035%s\036\036' ready
"""

COMMANDS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "-i"],
}
SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}
ESCAPES = re.compile(r"\x1b\[[0-9;?<>=]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>c]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)|[\x07\x0f]")


class Shell:
    def __init__(self, name):
        self.name = name
        self.seen = b""
        script = SCRIPTS[name].replace("DIRECTORY", os.environ["HOME"] + "/.local/share")
        start = os.environ["HOME"] + "/start." + name
        with open(start, "w") as file:
            file.write(script)
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm"
            os.execvp(COMMANDS[name][0], COMMANDS[name])
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 5000, 200, 0, 0))
        if name == "fish":
            # Else its first start reads every page of the manual.
            os.makedirs(os.environ["HOME"] + "/.local/share/fish/generated_completions", exist_ok=True)
        self.type(" . %s\r" % start)
        self.answer("R")
        # From now on it takes keys itself.
        self.type("\x14")
        self.answer("L")

    def type(self, text):
        os.write(self.terminal, text.encode())

    def answer(self, kind, may_be_empty=True):
        """What the shell writes up to the next marked text of that kind, and that text.

        A shell that draws its line anew may answer a key twice: what is marked otherwise, or empty
        where that can't be, is passed over."""
        before = ""
        while True:
            while END.encode() not in self.seen:
                self.read()
            text, self.seen = self.seen.split(END.encode(), 1)
            text = text.decode(errors="replace")
            mark = BEGIN.search(text)
            before += text[:mark.start()] if mark else text
            if mark and mark[1] == kind and (may_be_empty or text[mark.end():]):
                return ESCAPES.sub("", before), text[mark.end():]

    def read(self):
        if not select.select([self.terminal], [], [], PATIENCE)[0]:
            raise SystemExit("%s has stopped: %r" % (self.name, self.seen[-2000:]))
        try:
            some = os.read(self.terminal, 65536)
        except OSError:
            raise SystemExit("%s has ended: %r" % (self.name, self.seen[-2000:]))
        # Terminals answer this question, and fish asks it at times.
        if b"\x1b[6n" in some:
            os.write(self.terminal, b"\x1b[1;1R")
        if b"\x1b[c" in some or b"\x1b[0c" in some:
            os.write(self.terminal, b"\x1b[?62;c")
        self.seen += some

    def close(self):
        os.close(self.terminal)
        os.waitpid(self.pid, 0)

    def complete(self, line):
        words, notes = [], {}
        if self.name == "fish":
            self.type(line + "\x0e")
            before, told = self.answer("W")
            words = [word for word in told.replace("\r", "").split("\n") if word]
            notes = dict(word.split("\t", 1) for word in words if "\t" in word)
            self.type("\t\x14")
            more, told = self.answer("L", may_be_empty=False)
            return self.report(line, told, [word.split("\t")[0] for word in words], notes, before + more)
        self.type(line + "\t\x14")
        before, told = self.answer("L", may_be_empty=False)
        before = re.sub(".\b", "", before.replace("\r\n", "\n").replace("\r", "\n"))
        for part in before.split("\n"):
            # The line itself, as it was typed and drawn anew.
            if not part.strip() or part.startswith("$ ") or part.strip().startswith(line.strip()):
                continue
            if self.name == "zsh":
                names, *note = re.split(r" +-- ", part, maxsplit=1)
                words += names.split()
                notes.update((name, note[0].strip()) for name in names.split() if note)
            else:
                words.append(part.strip())
        return self.report(line, told, words, notes, before)

    def report(self, typed, line, words, notes, before):
        noise = [
            part for part in before.split("\n")
            if re.search(
                r"^(bash|zsh|fish|_\w+|[-\w./]*(bash|zsh|fish)): |doubled|command not found"
                r"|syntax error|parse error|rror:|bad |line \d+|usage:|no such file|unmatched|invalid (option|argument|subscript)",
                part)
            and not re.search(r" -- ", part)
        ]
        return {"typed": typed, "line": line, "words": words, "notes": notes, "noise": noise}


def main():
    shell = Shell(sys.argv[1])
    for line in sys.stdin.read().split("\n"):
        if line:
            print(json.dumps(shell.complete(line)), flush=True)
    shell.close()


main()
