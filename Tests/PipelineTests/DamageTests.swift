import TestSupport
import Testing

/// One damaged byte costs at most the job it is about.
@Suite struct DamageTests {
    /// Jobs 2 to 6: ended with 0, with 3, cancelled, held, and waiting in a paused queue.
    private static let prepare = #"""
        csub 'echo 2 >> ran' | cwait; csub 'echo 3 >> ran; exit 3' | cwait
        csub -H 'echo 4 >> ran' >/dev/null; cqueue --cancel L4
        csub -H 'echo 5 >> ran' >/dev/null; cqueue --pause; csub 'echo 6 >> ran' >/dev/null
        until ! pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$" >/dev/null; do :; done
        cp -r "$CJOBS_SPOOL" saved
        # The files keep their inodes, so that the table still speaks of this journal.
        reset() {
            local p; while p=$(pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$"); do kill -9 $p 2>/dev/null; done
            for f in journal table; do cat saved/$f > "$CJOBS_SPOOL/$f"; done
            rm -f "$CJOBS_SPOOL"/bad/* "$CJOBS_SPOOL"/jobs/*
        }
        # A table as another boot would have left it: its word for the boot and its sum are others.
        later() {
            python3 -c '
        import sys, struct
        data = open(sys.argv[1], "rb").read(); words = list(struct.unpack("<32Q", data[:256])); words[1] ^= 1
        total = 0x517CC1B727220A95
        for word in words[:-1]:
            total = (total ^ word) * 0x9E3779B97F4A7C15 % 2**64; total ^= total >> 32
        words[-1] = total; sys.stdout.buffer.write(struct.pack("<32Q", *words) + data[256:])' "$1"
        }
        flip() {
            reset; cp ran ran.before
            python3 -c 'import sys; f = open(sys.argv[1], "r+b"); f.seek(int(sys.argv[2])); b = f.read(1); f.seek(int(sys.argv[2])); f.write(bytes([b[0] ^ int(sys.argv[3])]))' "$CJOBS_SPOOL/journal" $1 $2
        }
        """#

    @Test(arguments: [0, 1, 2, 3])
    func `a flipped bit`(_ part: Int) throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.prepare
                + #"""

                size=$(wc -c < saved/journal)
                for at in $(seq PART 23 $((size - 1))); do
                    flip $at 4
                    [ $((at % 2)) = 0 ] && rm "$CJOBS_SPOOL/table"
                    timeout 20 cqueue -a --parsable > list 2> err; s=$?
                    [ $s -le 1 ] || echo "byte $at: cqueue ended with $s: $(cat err)"
                    [ $(wc -l < err) -le 1 ] || echo "byte $at: $(cat err)"
                    [ $s = 0 ] || [ -s err ] || echo "byte $at: no word"
                    same=$(cut -d'|' -f1,4 list | grep -cxE 'L2\|CD|L3\|F|L4\|CA|L5\|H|L6\|PD')
                    [ $same -ge 4 ] || echo "byte $at: $(cut -d'|' -f1,4 list | tr '\n' ' ')"
                    timeout 20 cqueue --unpause; timeout 20 csub -Q true | timeout 20 cwait -q || echo "byte $at: cannot go on"
                    grep -vxF 6 ran | diff - <(grep -vxF 6 ran.before) > /dev/null || echo "byte $at: ran again: $(cat ran)"
                    cp ran.before ran
                done
                """#.replacing("PART", with: "\(part * 5)"), timeout: 300)
        #expect(result.output.isEmpty && result.status == 0, "\(result)")
    }

    /// The number of a job that was lost is not given to another one.
    @Test func `a journal cut anywhere in its last record loses that record alone, and says so`()
        throws
    {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.prepare + #"""

                size=$(wc -c < saved/journal); last=$(tail -1 saved/journal | wc -c)
                for cut in $(seq 1 7 $((last - 1))); do
                    reset; truncate -s $((size - cut)) "$CJOBS_SPOOL/journal"
                    list=$(timeout 20 cqueue -a --parsable 2> err | cut -d'|' -f1,4 | tr '\n' ' ')
                    [ "$list" = "L1|CA L2|CD L3|F L4|CA L5|H " ] || echo "cut $cut: $list"
                    [ "$(cat err)" = 'cqueue: L6: its record is damaged' ] || echo "cut $cut: $(cat err)"
                    id=$(timeout 20 csub -Q -H true); [ "$id" = L7 ] || echo "cut $cut: $id"
                    cqueue --check | grep -q 'bytes of the journal were missing' || echo "cut $cut: no word"
                done
                """#, timeout: 200)
        #expect(result.output.isEmpty, "\(result)")
    }

    /// The table knows how the jobs ended whose records are gone; in another boot it is sure of no more.
    @Test(arguments: ["same", "later"])
    func `a journal cut anywhere lets no job run again that had run`(_ boot: String) throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.prepare
                + #"""

                size=$(wc -c < saved/journal); cp ran ran.before
                for cut in $(seq 9 41 $size); do
                    reset; truncate -s $((size - cut)) "$CJOBS_SPOOL/journal"
                    [ BOOT = same ] || later saved/table > "$CJOBS_SPOOL/table"
                    timeout 20 cqueue --unpause 2> err; timeout 20 csub -Q true 2>> err | timeout 20 cwait -q
                    list=$(timeout 20 cqueue -a --parsable 2>> err | cut -d'|' -f1,4 | tr '\n' ' ')
                    [ -s err ] || echo "cut $cut: no word"
                    grep -vxF 6 ran | diff - <(grep -vxF 6 ran.before) > /dev/null || echo "cut $cut: ran again: $(cat ran)"
                    case $list in *L7\|CD*) ;; *) echo "cut $cut: $list" ;; esac
                    cp ran.before ran
                done
                """#.replacing("BOOT", with: boot), timeout: 200)
        #expect(result.output.isEmpty, "\(result)")
    }

    @Test func `zeros in the table, and a table cut short, are not believed`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.prepare + #"""

                for size in $(seq 0 9 448); do
                    for what in zeros cut; do
                        reset; head -c $size saved/table > "$CJOBS_SPOOL/table"
                        [ $what = cut ] || truncate -s $(wc -c < saved/table) "$CJOBS_SPOOL/table"
                        list=$(timeout 20 cqueue -a --parsable | cut -d'|' -f1,4 | tr '\n' ' ')
                        [ "$list" = "L1|CA L2|CD L3|F L4|CA L5|H L6|PD " ] || echo "$what from $size: $list"
                    done
                done
                cqueue --check
                """#, timeout: 200)
        #expect(result.output.isEmpty, "\(result)")
    }

    @Test
    func `a job whose environment was damaged does not run, and the next submission mends it`()
        throws
    {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            cqueue --pause; export A=1; a=$(csub 'echo $A >> ran'); file=$(ls -t "$CJOBS_SPOOL"/env/* | head -1)
            cp "$file" good; A=2 csub 'echo $A >> ran' > /dev/null
            for how in flipped cut empty gone; do
                case $how in
                flipped) sed 's/A=1/A=3/' good > "$file" ;;
                cut) head -c 100 good > "$file" ;;
                empty) : > "$file" ;;
                gone) rm "$file" ;;
                esac
                cqueue --check | sed "s/'.*'/FILE/"
            done
            cqueue --unpause; cwait -q $a; echo $?; cwait -a; cat ran; cqueue --json $a | grep -o '"exit_status":[0-9]*'
            b=$(csub 'echo $A >> ran'); cwait $b; cmp good "$file"; cat ran; cqueue --check
            """#)
        #expect(
            result.lines == [
                "FILE: it is damaged", "FILE: it is damaged", "FILE: it is damaged",
                "FILE: it is missing", "126", "2", "\"exit_status\":126", "2", "1",
            ], "\(result)")
    }

    @Test func `what a damaged line may have stopped stays stopped`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            csub true | cwait; cqueue --pause; a=$(csub 'echo 3 >> ran'); b=$(csub -d $a 'echo 4 >> ran')
            c=$(csub 'echo 5 >> ran'); cqueue --cancel $c
            until ! pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$" >/dev/null; do :; done
            for word in pause 'submit 3' 'cancel 5'; do
                python3 - "$CJOBS_SPOOL" "$word" <<'X'
            import sys
            name = sys.argv[1] + "/journal"; text = open(name, "rb").read()
            at = text.index(b" " + sys.argv[2].encode() + b" ") + 3
            open(name, "r+b").write(text[:at] + bytes([text[at] ^ 2]))
            X
            done; rm "$CJOBS_SPOOL/table"
            cqueue -q --unpause 2>/dev/null; cqueue --pause; cqueue --unpause; csub true | cwait
            cqueue -a --parsable 2>/dev/null | cut -d'|' -f1,4,8; ls ran
            """#)
        #expect(
            result.lines
                == ["L1|CA|", "L2|CD|", "L4|PD|dependency L3", "L5|H|held", "L6|CD|"].map {
                    $0 == "L1|CA|" ? "L1|CA|cancelled" : $0
                })
    }

    @Test func `a damaged table is made anew`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.prepare + #"""

                for at in $(seq 0 11 440); do
                    reset
                    python3 -c 'import sys; f = open(sys.argv[1], "r+b"); f.seek(int(sys.argv[2])); b = f.read(1); f.seek(int(sys.argv[2])); f.write(bytes([b[0] ^ 4]))' "$CJOBS_SPOOL/table" $at
                    list=$(timeout 20 cqueue -a --parsable | cut -d'|' -f1,4 | tr '\n' ' ')
                    [ "$list" = "L1|CA L2|CD L3|F L4|CA L5|H L6|PD " ] || echo "byte $at: $list"
                done
                """#, timeout: 200)
        #expect(result.output.isEmpty, "\(result)")
    }
}
