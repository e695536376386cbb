import TestSupport
import Testing

/// csplit with more parts than a process may have descriptors.
@Suite struct ManyPartsTests {
    @Test(arguments: [
        ("-r -n 1100 --no-header", 1024, 1100), ("-r -n 300", 64, 300),
        ("-r -n 40 --no-header -z gz", 24, 40), ("-n 1100 --no-header", 64, 1100),
        ("-r -n 200 --record-lines 2", 40, 200), ("-l 2 --no-header", 32, 1650),
    ])
    func `all parts are made, and nothing is lost`(_ options: String, _ limit: Int, _ count: Int)
        throws
    {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            seq 3300 > big; (ulimit -n \(limit); exec csplit \(options) big) > parts; echo $?
            wc -l < parts; ls -d big.* | wc -l; ls -A | grep -c '^[.]'
            czcat $(cat parts) | sort -n | uniq | cmp - big && echo whole
            """)
        #expect(result.lines == ["0", "\(count)", "\(count)", "0", "whole"], "\(result)")
    }

    @Test func `the parts are as with descriptors enough`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            seq 20000 > big; csplit -p -O a -r -n 90 big > one; echo $?
            (ulimit -n 80; exec csplit -p -O b -r -n 90 big) > two; echo $?; diff -r a b && echo same
            """)
        #expect(result.lines == ["0", "0", "same"], "\(result)")
    }

    @Test func `where a part can't be opened again there are none`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            seq 100000 > big; (ulimit -f 8; ulimit -n 24; trap '' XFSZ; exec csplit -r -n 30 big) > parts
            echo $?; wc -c < parts; ls -A
            """)
        #expect(result.lines == ["74", "0", "big", "parts"], "\(result)")
    }
}
