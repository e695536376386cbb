/// The script that a batch system runs: one command, or for an array one a task. It tells the disk
/// how that ended, and ends the same way.
///
/// It is bash(1) of any age from 4.2 on, with date(1), dd(1) and mv(1) of coreutils, since nothing of
/// ours needs to be on a cluster's nodes.
package struct JobScript {
    package var stem: JobStem
    package var token: String
    /// Lines for the batch system, without those of the command's own script.
    package var directives: [ByteString]
    package var request: Request
    /// What is run: one command, or one for each task from 0 on.
    package var tasks: [JobCommand]
    package var isArray: Bool
    /// The batch system's own words.
    package var words: ScriptWords
    /// Each task runs by the batch system's launcher, on every node it has.
    package var usesLauncher = false
    /// What a signal that only the script gets is handed on as (`--signal=B:USR1@60`).
    package var forwarded: String?
    /// Where output goes that is compressed, as shell words.
    package var packedOutput: (path: ByteString, packer: ByteString)?
    package var packedError: (path: ByteString, packer: ByteString)?
    /// Directories of outputs that get their names with the job's number, as shell words: they are made on
    /// the job's node.
    package var directories: [ByteString] = []
    /// What opens its input and outputs, `< a > b 2> c`, where the batch system does not.
    package var redirections: ByteString?
    /// Shell text before everything else.
    package var preamble: ByteString = ""

    package init(
        stem: JobStem, token: String, directives: [ByteString], request: Request,
        tasks: [JobCommand], isArray: Bool, words: ScriptWords
    ) {
        self.stem = stem
        self.token = token
        self.directives = directives
        self.request = request
        self.tasks = tasks
        self.isArray = isArray
        self.words = words
    }

    /// The script for the batch system.
    package var text: ByteString {
        let lines = directives.map { $0 + "\n" }
        return ByteString.joined(
            ["#!/bin/bash\n"] + lines + [
                head, isInnerOurs ? "" : commandFunction, runFunction, memoryFunction, endFunction,
                tail,
            ], by: "")
    }

    /// The second script, where there is one: the one that the user wrote, or what the launcher runs.
    package var inner: ByteString? {
        if let text = tasks.first?.command.fileText { return text }
        return isInnerOurs ? "#!/bin/bash\n" + commandFunction + "csub_command\n" : nil
    }

    /// Whether the launcher runs a script of ours, so that each node finds the directory and the modules.
    private var isInnerOurs: Bool {
        tasks.first?.command.fileText == nil && usesLauncher && words.launcher != nil
    }

    // MARK: Parts

    /// Where the command's ending is written, as a shell's word.
    static func statusPath(_ stem: JobStem, isArray: Bool, _ words: ScriptWords) -> ByteString {
        path("status", stem, isArray: isArray, words)
    }

    /// A file of the job, or of a task of it, as a shell's word.
    static func path(
        _ kind: ByteString, _ stem: JobStem, isArray: Bool, _ words: ScriptWords
    ) -> ByteString {
        guard isArray else { return Shell.quote(stem.path(kind)) }
        let name = Shell.quote(stem.directory + "/" + stem.name + ".")
        return name + words.task + Shell.quote("." + stem.suffix + "." + kind)
    }

    private var head: ByteString {
        var text: ByteString =
            Self.mark + " How the command ended is written beside this file.\n\n" + preamble
            + "csub_status="
        text += Self.statusPath(stem, isArray: isArray, words)
        text += "\n" + Self.tokenName + Shell.quote(ByteString(token)) + "\n"
        text += """
            csub_start=$(date +%s%3N)
            csub_terminated=0
            # The command gets these signals itself; here they only must not end the script.
            trap 'csub_terminated=1' TERM
            trap : HUP INT QUIT USR1 USR2 ALRM VTALRM PROF IO
            # A job that runs once more has not ended.

            """
        text += words.isFirstRun + " || rm -f -- \"$csub_status\"\n\n"
        if case .call? = tasks.first?.command {
            text += "export " + PythonCall.resultVariable + "=\"${csub_status%." + stem.suffix
            text += ".status}_func." + stem.suffix + ".json\"\n"
        }
        text +=
            isArray
            ? "export CSUB_JOB_ID=\"" + words.taskID + "\"\nexport CSUB_ARRAY_INDEX=" + words.task
                + "\n" : "export CSUB_JOB_ID=" + words.id + "\n"
        return text + Self.ownVariables(request, words) + "\n" + Self.threads(request) + "\n\n"
    }

    /// The line with the variables that are the same in all tasks.
    static func ownVariables(_ request: Request, _ words: ScriptWords) -> ByteString {
        "export CSUB_BACKEND=" + ByteString(words.backend.rawValue) + " CSUB_NAME="
            + Shell.quote(request.name) + " CSUB_CORES=\(request.resources.cores)"
    }

    static func threads(_ request: Request) -> ByteString {
        ByteString("export OMP_NUM_THREADS=${OMP_NUM_THREADS:-\(request.resources.cores)}")
    }

    /// What the job is there for; it runs in a process of its own.
    private var commandFunction: ByteString {
        var text: ByteString = "csub_command() {\n"
        text += "    cd -- " + Shell.quote(request.directory) + " || exit 126\n"
        if tasks.count == 1 {
            text += "    " + setting(tasks[0]) + "\n"
        } else {
            text += "    case " + words.task + " in\n"
            for (index, task) in tasks.enumerated() {
                text += ByteString("    \(index)) ") + setting(task) + " ;;\n"
            }
            text += "    *) exit 126 ;;\n    esac\n"
        }
        if let prologue = request.prologue { text += prologue }
        let launcher = usesLauncher && !isInnerOurs ? words.launcher.map { $0 + " " } : nil
        return text + "    exec " + (launcher ?? "") + "\"$@\"\n}\n\n"
    }

    /// The words of a command as the function's arguments, and the variables of its input.
    private func setting(_ task: JobCommand) -> ByteString {
        let words: [ByteString] =
            switch task.command {
            case .arguments(let words): words
            case .shell(let text): ["bash", "-c", text]
            case .script(let text, let arguments):
                (text.hasPrefix("#!") ? [] : ["bash"]) + [stem.path("script")] + arguments
            case .call(_, let arguments): [PythonCall.interpreter, stem.callScript] + arguments
            }
        var text = "set -- " + Shell.quote(words)
        let variables = task.variables
        if !variables.isEmpty { text += "; export" }
        for variable in variables {
            text += " " + variable.name + "=" + Shell.quote(variable.value)
        }
        return text
    }

    /// About how many bytes one of many commands takes in a script.
    package static func size(of task: JobCommand) -> Int {
        let words: Int =
            switch task.command {
            case .arguments(let words): words.reduce(0) { $0 + $1.count + 3 }
            case .shell(let text), .script(let text, _): text.count + 12
            case .call(_, let words): words.reduce(120) { $0 + $1.count + 3 }
            }
        return task.variables.reduce(40 + words) { $0 + $1.name.count + $1.value.count + 4 }
    }

    /// Runs the command and returns its status, with what it writes packed where that was asked for.
    private var runFunction: ByteString {
        let command: ByteString =
            isInnerOurs
            ? "( exec " + (words.launcher ?? "") + " bash " + Shell.quote(stem.path("script"))
                + " )" : "( csub_command )"
        // A shell that waits for the command outlives the signal that is meant for that.
        let keep = forwarded.map { ByteString("trap : \($0); ") } ?? ""
        var body: ByteString
        switch (packedOutput, packedError) {
        case (nil, nil): body = "    " + command + "\n"
        case (let output?, nil) where request.error == nil:
            // Both go to one file.
            body =
                "    " + command + " 2>&1 | " + packer(output) + "    return \"${PIPESTATUS[0]}\"\n"
        case (let output?, nil):
            body = "    " + command + " | " + packer(output) + "    return \"${PIPESTATUS[0]}\"\n"
        case (nil, let error?):
            body =
                "    { " + command + " 2>&1 >&3 | " + packer(error)
                + "    return \"${PIPESTATUS[0]}\"; } 3>&1\n"
        case (let output?, let error?):
            body =
                "    { ( " + keep + command + " 2>&3 | " + packer(output)
                + "    exit \"${PIPESTATUS[0]}\" ) 3>&1 | " + packer(error)
                + "    return \"${PIPESTATUS[0]}\"; }\n"
        }
        if let forwarded {
            let isPacked = packedOutput != nil || packedError != nil
            let group: ByteString =
                isPacked
                ? "    (\n    set +m\n    " + keep + "\n" + body + "    ) <&0 &\n"
                : "    " + command + " <&0 &\n"
            body =
                ByteString("    # The batch system sends \(forwarded) to this script alone.\n")
                + "    set -m\n" + group
            body += ByteString(
                """
                    csub_child=$!
                    set +m
                    trap 'kill -\(forwarded) -- "-$csub_child" 2> /dev/null' \(forwarded)
                    while wait "$csub_child"; csub_rc=$?; kill -0 "$csub_child" 2> /dev/null; do :; done
                    wait "$csub_child" 2> /dev/null
                    csub_last=$?
                    [ "$csub_last" = 127 ] || csub_rc=$csub_last
                    return "$csub_rc"

                """)
        }
        return "csub_run() {\n" + body + "}\n\n"
    }

    /// What packs goes on when the command is sent a signal.
    private func packer(_ packed: (path: ByteString, packer: ByteString)) -> ByteString {
        let words = packed.packer + " -c > " + packed.path
        guard let forwarded else { return words + "\n" }
        return ByteString("( trap '' \(forwarded); exec ") + words + " )\n"
    }

    /// How many processes of the job's own control group the kernel has killed for want of memory
    /// (cgroups(7)): a command may end with 0 though a child of its was killed so.
    private var memoryFunction: ByteString {
        guard let group = words.ownGroup else { return "" }
        return """
            csub_killed() {
                local kind path key count killed=0
                while IFS=: read -r _ kind path; do
                    case $path/ in
            """ + " " + group + """
                ) ;; *) continue ;; esac
                        case ,$kind, in
                        ,,) path=/sys/fs/cgroup$path/memory.events ;;
                        *,memory,*) path=/sys/fs/cgroup/memory$path/memory.oom_control ;;
                        *) continue ;;
                        esac
                        [ -r "$path" ] || continue
                        while read -r key count; do
                            [ "$key" != oom_kill ] || killed=$count
                        done < "$path"
                    done < /proc/self/cgroup
                    echo "oom $killed"
                }


                """
    }

    /// The record is on the disk before the job ends, whole or not at all.
    private var endFunction: ByteString {
        """
        csub_end() {
            {
                echo "cjobs-status 1"
                echo "token $csub_token"
                echo "job $CSUB_JOB_ID"

        """ + "        echo \"raw " + words.job + "\"\n        echo \"host " + words.host + "\"\n"
            + (words.ownGroup == nil ? "" : "        csub_killed\n") + Self.endOfRecord
    }

    private static let endOfRecord: ByteString = """
                echo "try $CSUB_TRY"
                echo "start $csub_start"
                echo "end $(date +%s%3N)"
                echo "terminated $csub_terminated"
                echo "status $1"
                times
            } > "$csub_status.new" &&
                dd if=/dev/null of="$csub_status.new" conv=notrunc,fsync 2> /dev/null &&
                mv -f -- "$csub_status.new" "$csub_status" ||
                echo "csub: cannot write '$csub_status'" >&2
            exit "$1"
        }


        """

    private var tail: ByteString {
        let making = ByteString.joined(["mkdir -p --"] + directories, by: " ")
        return (directories.isEmpty ? "" : making + " || csub_end 126\n")
            + (redirections.map { "exec " + $0 + " || csub_end 126\n" } ?? "")
            + ByteString(
                """
                CSUB_TRY=0
                while :; do
                    export CSUB_TRY=$((CSUB_TRY + 1))
                    csub_run
                    csub_rc=$?
                    [ $csub_rc = 0 ] || [ $CSUB_TRY -ge \(request.tries) ] || [ $csub_terminated = 1 ] && break
                done
                csub_end $csub_rc

                """)
    }
}
