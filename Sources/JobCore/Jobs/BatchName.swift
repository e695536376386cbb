/// What a batch is called: all jobs that one csub submitted, or several of the same `--batch`.
package enum BatchName {
    /// Whether a batch can have this name, so that `@` and it can stand where an ID may: letters, digits and
    /// `._+-`, no `.` or `-` first, and not what an ID looks like.
    package static func isValid(_ name: ByteString) -> Bool {
        guard let text = name.string, let first = text.utf8.first else { return false }
        let isUsable = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                || (0x61...0x7A).contains($0) || "._+-".utf8.contains($0)
        }
        guard isUsable, !"._+-".utf8.contains(first), let id = JobID(text) else { return false }
        return id.localNumber == nil && id.unsentNumber == nil && BatchID(text) == nil
    }

    /// What stands for one that nobody named, of which there are several jobs on a batch system.
    package static func unnamed(_ token: String) -> ByteString { ByteString("." + token) }

    /// Whether somebody named it.
    package static func isNamed(_ name: ByteString) -> Bool { !name.hasPrefix(".") }
}

extension JobID {
    /// The batch that is meant, or the key of a label: `sort` in `@sort`; or `L7` in `@L7`, for the batch
    /// that this job is of. Nil for the ID of a job.
    package var batchName: String? { text.hasPrefix("@") ? String(text.dropFirst()) : nil }

    /// Whether it stands for jobs that have to be looked up: `last` or a batch.
    package var isName: Bool { text == "last" || batchName != nil }

    /// What is said where there are none.
    package var lackingMessage: String {
        batchName.map { "there is no batch or label '\($0)'" } ?? "there is no last job"
    }
}

extension JobReport {
    /// What tells its batch from others: its name, or its first job where nobody named it.
    package var batchKey: ByteString {
        if let batch = request?.batch { return batch }
        if let first = request?.firstOfSubmission { return ByteString("L\(first)") }
        return ByteString(wholeID.text)
    }

    /// What stands behind the `@` for its batch.
    package var batchTitle: ByteString {
        BatchName.isNamed(batchKey) ? batchKey : ByteString(wholeID.text)
    }

    /// The ID of the job, or of the array that a task is of.
    package var wholeID: JobID {
        guard backend != .local, let place = BatchID(id.text), place.tasks != nil else { return id }
        return place.whole
    }
}
