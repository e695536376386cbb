/// Shell text that runs before a job's command: modules to load, and what the user wrote. What
/// fails ends the job with 126, before its command.
package enum Prologue {
    /// The text, in bash; nil where there is nothing to do.
    package static func text(modules: [ByteString], commands: [ByteString]) -> ByteString? {
        guard !modules.isEmpty || !commands.isEmpty else { return nil }
        var text: ByteString = modules.isEmpty ? "" : findModules
        for module in modules { text += "module load " + Shell.quote(module) + " || exit 126\n" }
        for command in commands { text += "{\n" + command + "\n} || exit 126\n" }
        return text
    }

    /// The arguments that run the text and then these, in one process.
    package static func arguments(_ text: ByteString, then words: [ByteString]) -> [ByteString] {
        ["bash", "-c", text + #"exec "$@""#, "bash"] + words
    }

    /// `module` is a shell function that login shells define; a job's shell is none.
    private static let findModules: ByteString = #"""
        type module > /dev/null 2>&1 || for file in "${MODULESHOME:-/usr/share/modules}/init/bash" \
            /etc/profile.d/modules.sh /etc/profile.d/lmod.sh
        do test -r "$file" && . "$file" && break; done

        """#
}
