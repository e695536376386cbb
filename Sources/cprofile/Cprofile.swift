import JobCore

/// Keep profiles and settings.
@main
struct Cprofile: Tool {
    static let syntax = CprofileOptions.syntax

    private let line: ParsedLine

    init(_ line: ParsedLine) { self.line = line }

    private static let verbs: [String: any ProfileVerb.Type] = [
        "list": ListProfiles.self, "show": ShowProfiles.self, "set": SetProfile.self,
        "unset": UnsetProfile.self, "delete": DeleteProfile.self, "rename": RenameProfile.self,
        "copy": CopyProfile.self, "config get": GetSetting.self, "config set": SetSetting.self,
        "config unset": UnsetSetting.self, "config list": ListSettings.self,
        "edit": EditFile.self, "path": ShowPath.self, "migrate": Migrate.self,
    ]

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let verb = Self.verbs[line.syntax.verb] ?? ListProfiles.self
        return try verb.init(line: line).work(in: &session)
    }
}
