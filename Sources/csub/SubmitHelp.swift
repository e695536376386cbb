import ArgumentParser
import JobCore

/// csub's help and completions: the argument parser's, made of the option table. Nothing is parsed
/// by it but the wish for them.
struct SubmitHelp: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "csub",
        abstract: "Submit jobs and write their IDs.",
        usage: """
            csub [options] COMMAND [ARG...]
            csub [options] - < SCRIPT
            csub [options] --each TEMPLATE [::: INPUT...]
            csub [options] -f FILE...
            csub [options] --resubmit ID... | -
            csub --list-options | --render KEY=VALUE...
            """,
        discussion: """
            One COMMAND with blanks or shell characters is text for a shell; a COMMAND with \
            arguments is run as it is. Options end at COMMAND.
            """)

    @OptionGroup(title: "Resources") var resources: ResourceHelp
    @OptionGroup(title: "Where") var place: PlaceHelp
    @OptionGroup(title: "When") var time: TimeHelp
    @OptionGroup(title: "Files and environment") var files: FileHelp
    @OptionGroup(title: "For the batch system") var batch: BatchHelp
    @OptionGroup(title: "Where jobs come from") var source: SourceHelp
    @OptionGroup(title: "Where options come from") var origin: OriginHelp
    @OptionGroup(title: "This run") var run: RunHelp
    @OptionGroup(title: "What is said") var talk: TalkHelp

    @Argument(help: "The command and its arguments.") var words: [String] = []
}

struct ResourceHelp: ParsableArguments {
    @Option(JobOptions.jobName) var jobName: String?
    @Option(JobOptions.nodes) var nodes: String?
    @Option(JobOptions.cores) var cores: String?
    @Option(JobOptions.memory) var memory: String?
    @Option(JobOptions.memoryPerCore) var memoryPerCore: String?
    @Option(JobOptions.gpus) var gpus: String?
    @Option(JobOptions.gres) var gres: String?
    @Option(JobOptions.time) var time: String?
    @Option(JobOptions.tasksPerNode) var tasksPerNode: String?
    @Flag(JobOptions.exclusive) var exclusive = false
}

struct PlaceHelp: ParsableArguments {
    @Option(JobOptions.partition) var partition: String?
    @Option(JobOptions.account) var account: String?
    @Option(JobOptions.qos) var qos: String?
    @Option(JobOptions.features) var features: String?
    @Option(JobOptions.nodeList) var nodeList: String?
    @Option(JobOptions.exclude) var exclude: String?
    @Option(JobOptions.reservation) var reservation: String?
    @Option(JobOptions.licenses) var licenses: String?
}

struct TimeHelp: ParsableArguments {
    @Option(JobOptions.depend) var depend: String?
    @Option(JobOptions.begin) var begin: String?
    @Option(JobOptions.deadline) var deadline: String?
    @Option(JobOptions.array) var array: String?
    @Flag(JobOptions.hold) var hold = false
    @Option(JobOptions.endsOnInvalidDependency) var endsOnInvalidDependency: String?
    @Option(JobOptions.priority) var priority: String?
    @Option(JobOptions.nice) var nice: String?
    @Option(JobOptions.tries) var tries: String?
    @Flag(JobOptions.requeue) var requeue = false
    @Flag(JobOptions.noRequeue) var noRequeue = false
}

struct FileHelp: ParsableArguments {
    @Option(JobOptions.output) var output: String?
    @Option(JobOptions.error) var error: String?
    @Option(JobOptions.input) var input: String?
    @Option(JobOptions.chdir) var chdir: String?
    @Option(JobOptions.scriptDirectory) var scriptDirectory: String?
    @Option(JobOptions.outputDirectory) var outputDirectory: String?
    @Option(JobOptions.suffix) var suffix: String?
    @Option(JobOptions.export) var export: String?
    @Option(JobOptions.modules) var modules: String?
    @Option(JobOptions.prologue) var prologue: String?
}

struct BatchHelp: ParsableArguments {
    @Option(JobOptions.signal) var signal: String?
    @Option(JobOptions.comment) var comment: String?
    @Option(JobOptions.mailUser) var mailUser: String?
    @Option(JobOptions.mailType) var mailType: String?
    @Option(JobOptions.native) var native: String?
}

struct OriginHelp: ParsableArguments {
    @Option(SubmitOptions.profile) var profile: String?
    @Option(SubmitOptions.option) var option: String?
    @Option(SubmitOptions.resourceList) var resourceList: String?
    @Option(SubmitOptions.skip) var skip: String?
    @Option(SubmitOptions.config) var config: String?
    @Option(SubmitOptions.backend) var backend: String?
}

struct SourceHelp: ParsableArguments {
    @Option(SubmitOptions.each) var each: String?
    @Flag(SubmitOptions.null) var null = false
    @Option(SubmitOptions.columnSeparator) var columnSeparator: String?
    @Option(SubmitOptions.chunk) var chunk: String?
    @Option(SubmitOptions.maxRunning) var maxRunning: String?
    @Flag(SubmitOptions.file) var file = false
    @Flag(SubmitOptions.track) var track = false
    @Flag(SubmitOptions.resubmit) var resubmit = false
    @Flag(SubmitOptions.launcher) var launcher = false
    @Flag(SubmitOptions.missingOK) var missingOK = false
    @Flag(SubmitOptions.shell) var shell = false
    @Flag(SubmitOptions.exec) var exec = false
}

struct RunHelp: ParsableArguments {
    @Option(SubmitOptions.maxQueueLength) var maxQueueLength: String?
    @Flag(SubmitOptions.noBlock) var noBlock = false
    @Flag(SubmitOptions.ifAbsent) var ifAbsent = false
    @Flag(SubmitOptions.noID) var noID = false
    @Flag(SubmitOptions.wait) var wait = false
    @Option(SubmitOptions.maxFails) var maxFails: String?
    @Flag(SubmitOptions.get) var get = false
    @Option(JobOptions.threads) var threads: String?
    @Flag(SubmitOptions.dryRun) var dryRun = false
    @Flag(SubmitOptions.write) var write = false
    @Flag(SubmitOptions.testOnly) var testOnly = false
    @Flag(SubmitOptions.check) var check = false
    @Flag(SubmitOptions.render) var render = false
    @Flag(SubmitOptions.listOptions) var listOptions = false
    @Option(SubmitOptions.format) var format: String?
}

struct TalkHelp: ParsableArguments {
    @Flag(SubmitOptions.verbose) var verbose = false
    @Flag(SubmitOptions.quiet) var quiet = false
    @Option(SubmitOptions.logLevel) var logLevel: String?
    @Option(SubmitOptions.logFile) var logFile: String?
    @Option(SubmitOptions.logAlso) var logAlso: String?
    @Option(SubmitOptions.logFormat) var logFormat: String?
    @Option(SubmitOptions.color) var color: String?
    @Flag(SubmitOptions.version) var version = false
}
