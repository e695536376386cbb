extension Request {
    /// Lays what was chosen over what it asks for. Of resources it takes the cores alone, and of
    /// dependencies, directories and the environment nothing.
    package mutating func apply(_ choices: Choices) {
        if let name = choices.text(JobOptions.jobName) { self.name = name }
        labels = (labels + choices.texts(JobOptions.label).compactMap { JobLabel($0) }).merged
        if let cores = choices.number(JobOptions.cores) { resources.cores = cores }
        if choices.last(JobOptions.priority) != nil || choices.last(JobOptions.nice) != nil {
            priority =
                (choices.number(JobOptions.priority) ?? 0)
                - (choices.number(JobOptions.nice) ?? 0)
        }
        isHeld = choices.isOn(JobOptions.hold)
        begin = choices.moment(JobOptions.begin)
        if choices.last(JobOptions.time) != nil { timeLimit = choices.time(JobOptions.time) }
        if let tries = choices.number(JobOptions.tries) { self.tries = tries }
        if choices.last(JobOptions.requeue) != nil {
            isRequeued = choices.isOn(JobOptions.requeue)
        }
        if let suffix = choices.text(JobOptions.suffix) { self.suffix = suffix }
        output = choices.text(JobOptions.output) ?? output
        error = choices.text(JobOptions.error) ?? error
        input = choices.text(JobOptions.input) ?? input
    }
}
