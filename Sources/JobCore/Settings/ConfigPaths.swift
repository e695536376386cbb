/// Where the configuration lies: the user's file, and the site's underneath.
package struct ConfigPaths: Sendable {
    /// The user's file: the first that is there, else the one to be made; empty where neither the
    /// environment names one nor says where the user's home is.
    package let user: ByteString
    package let dialect: ConfigFile.Dialect
    /// Where profiles are, if not in `user`.
    package let profiles: ByteString?
    /// The file of everybody on this machine.
    package let site: ByteString
    /// How the user named `user`, which then has to be there: `--config`, or the variable.
    package let namedBy: String?
    /// Whether the environment named the site's file, which then has to be there.
    package let isSiteNamed: Bool
    /// Where a file of our own name belongs; empty where nobody has a home.
    package let home: ByteString

    /// Whether `user` has one of the names that are ours, and not a name of the seed's or fyrd's.
    package var isOurs: Bool { namedBy != nil || user == home }

    /// Lets what this process starts find the same file, wherever that runs.
    package func handOn() throws(Failure) {
        guard namedBy != nil else { return }
        let path = try user.absolute()
        Surroundings.set("CJOBS_CONFIG", to: path)
    }

    /// Looks, in this order, for: `named` (`--config`), `$CJOBS_CONFIG`,
    /// `${XDG_CONFIG_HOME:-~/.config}/cjobs/config.ini`, `~/.cluster`, `~/.python-cluster`,
    /// `~/.fyrd/config.txt` with `profiles.txt`. Directories of those names don't count.
    package init(named: ByteString?) {
        func set(_ name: String) -> ByteString? {
            Surroundings.variable(name).flatMap { $0.isEmpty ? nil : $0 }
        }
        let namedSite = set("CJOBS_SITE_CONFIG")
        site = namedSite ?? "/etc/cjobs/config.ini"
        isSiteNamed = namedSite != nil
        let homeDirectory = Surroundings.home
        let base = set("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let place = base ?? homeDirectory.map { $0 + "/.config" }
        home = place.map { $0 + "/cjobs/config.ini" } ?? ""
        if let path = named ?? set("CJOBS_CONFIG") {
            (user, dialect, profiles) = (path, .sections, nil)
            namedBy = named == nil ? "CJOBS_CONFIG" : "--config"
            return
        }
        namedBy = nil
        let others = homeDirectory.map { [$0 + "/.cluster", $0 + "/.python-cluster"] } ?? []
        if let found = ([home] + others).first(where: Self.isFile) {
            (user, dialect, profiles) = (found, .sections, nil)
            return
        }
        let fyrd = (homeDirectory ?? "") + "/.fyrd/config.txt"
        let fyrdProfiles = (homeDirectory ?? "") + "/.fyrd/profiles.txt"
        if homeDirectory != nil, Self.isFile(fyrd) || Self.isFile(fyrdProfiles) {
            (user, dialect, profiles) = (fyrd, .fyrd, fyrdProfiles)
        } else {
            (user, dialect, profiles) = (home, .sections, nil)
        }
    }

    private static func isFile(_ path: ByteString) -> Bool {
        guard let status = try? File(open: path, .readNow).status() else {
            // What is there and can't be opened shall be complained about, and not passed over.
            return File.isThere(path)
        }
        return !status.isDirectory
    }
}
