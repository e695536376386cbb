import Foundation
import TestSupport
import Testing

/// What `make install` puts in place, and `make uninstall` takes away.
@Suite(.enabled(if: Permits.has("make"), "SKIPPED: needs make")) struct InstallTests {
    private static let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// Installs from where the tools of this run are, and builds nothing.
    private static let make =
        "make -s -C \(top) SWIFT=true BIN=\"$(dirname \"$(command -v csub)\")\" PREFIX=\"$PWD/root\""

    @Test func `install leaves tools out, and uninstall leaves nothing`() throws {
        let scratch = try Scratch(cores: nil)
        let root = scratch.path + "/work/root"
        let result = try scratch.run(
            """
            \(Self.make) install TOOLS='csub cclean' && (cd root && find . -type f | sort)
            \(Self.make) uninstall TOOLS=csub && (cd root && find . -type f | sort)
            \(Self.make) uninstall && find root -type f
            """)
        #expect(result.errors.isEmpty, "\(result)")
        #expect(
            result.output == """
                zsh looks for completions in the directories of fpath. Where it does not know this one,
                ~/.zshrc needs, before compinit:  fpath=(\(root)/share/zsh/site-functions $fpath)
                ./bin/cclean
                ./bin/csub
                ./share/bash-completion/completions/cclean
                ./share/bash-completion/completions/csub
                ./share/fish/vendor_completions.d/cclean.fish
                ./share/fish/vendor_completions.d/csub.fish
                ./share/man/man1/cclean.1
                ./share/man/man1/csub.1
                ./share/man/man5/cjobs-config.5
                ./share/man/man5/cjobs-spool.5
                ./share/man/man7/cjobs.7
                ./share/zsh/site-functions/_cclean
                ./share/zsh/site-functions/_csub
                ./bin/cclean
                ./share/bash-completion/completions/cclean
                ./share/fish/vendor_completions.d/cclean.fish
                ./share/man/man1/cclean.1
                ./share/man/man5/cjobs-config.5
                ./share/man/man5/cjobs-spool.5
                ./share/man/man7/cjobs.7
                ./share/zsh/site-functions/_cclean

                """)
    }
}
