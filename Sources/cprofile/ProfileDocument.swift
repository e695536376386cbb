import JobCore

/// Profiles as one JSON document.
struct ProfileDocument {
    private let configuration: Configuration

    init(_ configuration: Configuration) { self.configuration = configuration }

    /// Those that are there; the status tells whether all are.
    func write(_ names: [String], _ session: inout Session) throws(Failure) -> ExitStatus {
        var profiles: [Profile] = []
        for name in names {
            if let profile = try configuration.profile(name) {
                profiles.append(profile)
            } else {
                session.log.error(configuration.missing(profile: name))
            }
        }
        let bytes = JSONText.document("profiles") { list in
            for profile in profiles { write(profile, to: &list) }
        }
        try session.output.write(bytes)
        try session.output.line("")
        return profiles.count == names.count ? .success : .failure
    }

    private func write(_ profile: Profile, to list: inout JSONText) {
        list.object { object in
            object.member("name", profile.name)
            object.member("options") { options in
                options.object { options in
                    for entry in profile.entries {
                        options.member(entry.key.printable, entry.value)
                    }
                }
            }
            object.member("origins") { origins in
                origins.object { origins in
                    for entry in profile.entries {
                        origins.member(entry.key.printable, entry.origin.text)
                    }
                }
            }
        }
    }
}
