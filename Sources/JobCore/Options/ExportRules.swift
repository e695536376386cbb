/// What a job gets of its submitter's variables (sbatch(1), `--export`).
package struct ExportRules: Hashable, Sendable {
    /// The rules as they were written.
    package let text: ByteString
    private var keepsAll = true
    /// Variables that are named without a value.
    private var kept: [ByteString] = []
    private var settings: [ByteString] = []

    /// Every variable.
    package static let all = ExportRules()

    private init() { text = "ALL" }

    /// `ALL`, `NONE`, `VAR` and `VAR=VALUE`, with commas between. Naming a variable alone leaves
    /// the others out, unless `ALL` is there too. Nil for what is no variable's name.
    package init?(_ text: ByteString) {
        self.text = text
        var isAll = false
        for rule in text.split(on: UInt8(ascii: ",")) {
            let name = rule.variableName
            if rule == "ALL" {
                isAll = true
            } else if rule == "NONE" {
                keepsAll = false
            } else {
                guard name.isVariableName, !rule.contains(0) else { return nil }
                keepsAll = false
                if name == rule { kept.append(name) } else { settings.append(rule) }
            }
        }
        if isAll { keepsAll = true }
    }

    /// Every variable that is named, with a value or without.
    package var names: [ByteString] { (kept + settings.map(\.variableName)).unique }
    /// Whether variables that are not named are left out.
    package var isNarrow: Bool { !keepsAll }

    /// The variables of a job. Those of an enclosing Slurm or PBS job, and of an enclosing job of
    /// ours, are taken out; where Slurm's configuration lies stays.
    package func apply(to environment: [ByteString]) -> [ByteString] {
        let set = settings.map(\.variableName)
        let own: [ByteString] = ["SLURM_", "PBS_", "CSUB_"]
        // Without PATH and HOME a job could do next to nothing: Slurm gives those too.
        let always: [ByteString] = ["PATH", "HOME", "USER", "LOGNAME", "SHELL"]
        let kept = environment.filter { variable in
            if own.contains(where: variable.hasPrefix), !variable.hasPrefix("SLURM_CONF=") {
                return false
            }
            if keepsAll, set.isEmpty { return true }
            let name = variable.variableName
            if set.contains(name) { return false }
            return keepsAll || self.kept.contains(name) || always.contains(name)
        }
        // Of several settings of one variable the last counts.
        let last = settings.indices.filter { index in
            !settings[(index + 1)...].contains {
                $0.variableName == settings[index].variableName
            }
        }
        return kept + last.map { settings[$0] }
    }
}

extension Surroundings {
    /// What a job gets from this process by these rules.
    package static func current(by rules: ExportRules) -> Surroundings {
        var result = current()
        result.environment = rules.apply(to: result.environment)
        return result
    }
}
