/// Opening the files that a user names for reading.
package enum InputFile {
    /// Opens a file, or where there is none of that name the one with `.gz` or `.bz2` behind it;
    /// `-` is standard input.
    /// - Throws: `Failure`, "cannot open 'x': …", with the reason for the name as it was given.
    package static func open(_ path: ByteString, status: ExitStatus = .noInput) throws(Failure)
        -> File
    {
        if path == "-" { return File.standardInput }
        do throws(Failure) {
            return try File(open: path, .read, status: status)
        } catch {
            guard error.kind == .missing else { throw error }
            for packing in [Packing.gzip, .bzip2] {
                if let file = try? File(open: path + packing.suffix, .read) { return file }
            }
            throw error
        }
    }
}
