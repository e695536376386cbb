import TestSupport
import Testing

/// A disk that others fill: what is new is refused, what runs comes to its recorded end.
@Suite(
    .serialized,
    .enabled(if: Permits.smallFileSystems, "SKIPPED: needs root, to mount a small file system"))
struct FullDiskTests {
    private static func disk(_ size: String) -> String {
        #"""
        mkdir m; mount -t tmpfs -o size=SIZE,mode=700 none m; export CJOBS_SPOOL=$PWD/m/spool
        csub --threads 4 -H true > /dev/null
        """#.replacing("SIZE", with: size) + "\n"
    }

    private static let unmount = "\ncqueue -q -t active --cancel; cwait -qr --all; umount -l m"

    @Test func `a large script is counted byte by byte, and leaves the room for endings`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.disk("6m") + #"""
                (echo '#!/bin/sh'; head -c 3500000 /dev/zero | tr '\0' '#') > big.sh
                csub - < big.sh; echo $?; df --output=avail -k m | tail -1 | awk '{ print ($1 > 3072) }'
                csub -Q 'exit 3' | cwait; echo $?; cqueue --check; find m -name '*.tmp' -o -name '*.new'
                """# + Self.unmount)
        #expect(result.lines == ["75", "1", "3"], "\(result)")
        #expect(result.errors.contains("csub: cannot submit: "), "\(result)")
    }

    @Test func `jobs that wait on a full disk do not eat the room for endings, and run later`()
        throws
    {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.disk("8m") + #"""
                for i in 1 2 3 4; do mkfifo go.$i; csub -Q -o /dev/null "read x < go.$i; exit $i"; done > ids
                until [ $(cqueue -t running --count) = 4 ]; do :; done
                for i in $(seq 200); do csub -Q -o /dev/null "echo $i >> ran"; done > later
                dd if=/dev/zero of=m/fill bs=4k 2>/dev/null; size=$(stat -c %s m/spool/journal)
                for i in 1 2 3 4; do echo > go.$i; done
                for i in $(cat ids); do cwait -q $i; echo $?; done | tr '\n' ' '; echo
                for i in $(seq 300); do cqueue --count > /dev/null; done
                [ $(($(stat -c %s m/spool/journal) - size)) -lt 100000 ] && echo small
                rm m/fill; cwait -q < later; echo $?; sort ran | uniq | wc -l; wc -l < ran; cqueue --check
                """# + Self.unmount, timeout: 120)
        #expect(result.lines == ["1 2 3 4 ", "small", "0", "200", "200"], "\(result)")
    }

    @Test func `a journal that there is no room to shorten stays long, and the runner lives`()
        throws
    {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.disk("16m") + #"""
                big=$(head -c 90000 /dev/zero | tr '\0' x)
                for i in $(seq 40); do csub -Q -o /dev/null sh -c "exit $((i % 7))" "$big"; done > ids
                cwait -q < ids; echo $?; csub -H true > held
                free=$(df --output=avail -B1 m | tail -1); head -c $((free - 3500000)) /dev/zero > m/fill
                runner() { for p in $(pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$"); do grep -lx cjobs-runner /proc/$p/comm; done; }
                for i in $(seq 12); do csub -Q -o /dev/null sh -c "exit 5" "$big"; done > more
                first=$(runner); cwait -q < more; echo $?
                until grep -q 'cannot shorten the journal' m/spool/runner.log; do csub -Q true | cwait; done
                [ "$(runner)" = "$first" ] && [ -n "$first" ] && echo lives
                find m -name '*.new'; [ $(stat -c %s m/spool/journal) -gt 4000000 ] && echo long
                rm m/fill; until [ -s m/spool/history/1 ]; do csub -Q true | cwait; done
                [ $(stat -c %s m/spool/journal) -lt 1000000 ] && echo short
                cwait -q L2; echo $?; cwait -q < more; echo $?; cqueue --check
                """# + Self.unmount, timeout: 120)
        #expect(
            result.lines == ["6", "5", "lives", "long", "short", "1", "5"], "\(result)")
    }
}
