// swift-tools-version: 6.2
import PackageDescription

/// The seven tools. Each is an executable product, in a folder of its own name.
let tools = ["csub", "cwait", "cqueue", "cclean", "cprofile", "csplit", "czcat"]

/// What every Swift target of ours is compiled with.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// What the tools and their core are compiled with, too: without the regular expressions that every
/// file would get, a tenth of each tool (`Text` has what is searched for and replaced), and with each
/// function in a section of its own that the linker leaves out where no tool calls it.
let small =
    strict + [
        .unsafeFlags([
            "-Xfrontend", "-disable-implicit-string-processing-module-import",
            "-Xfrontend", "-function-sections", "-Xfrontend", "-internalize-at-link",
        ])
    ]

/// Whether the build is for a sanitizer, whose runtime a static executable cannot load: `make
/// sanitize` says so.
let isSanitized = Context.environment["CJOBS_SANITIZE"] != nil

/// How the tools are linked: one static file that needs neither a Swift runtime nor a certain C
/// library where it runs, and that starts in half the time of the other shapes.
let shipped: [LinkerSetting] = [
    .unsafeFlags([
        "-static-executable", "-use-ld=lld",
        "-Xlinker", "--gc-sections", "-Xlinker", "--strip-all", "-Xlinker", "--no-eh-frame-hdr",
        "-Xlinker", "-T", "-Xlinker", Context.packageDirectory + "/Sources/shipped.ld",
    ])
]

let package = Package(
    name: "cjobs",
    products: tools.map { .executable(name: $0, targets: [$0]) },
    targets: tools.map {
        .executableTarget(
            name: $0, dependencies: ["JobCore"], swiftSettings: small,
            linkerSettings: isSanitized ? [] : shipped)
    } + [
        .target(
            name: "JobCore",
            dependencies: ["CSys", "CZlib", "CBzip2"], swiftSettings: small),
        .target(name: "CSys"),
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CBzip2", providers: [.apt(["libbz2-dev"])]),
        .target(name: "TestSupport", dependencies: ["JobCore"], swiftSettings: strict),
        .testTarget(
            name: "JobCoreTests", dependencies: ["JobCore", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            // It runs the tools, which every build of the package makes beside it.
            name: "PipelineTests", dependencies: ["TestSupport"], swiftSettings: strict),
    ]
)
