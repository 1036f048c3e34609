package dev.callfile.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.call.ByteRange.Part;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-99, bytes 0-99/1000",
        "bytes=0-0, bytes 0-0/1000",
        "bytes=999-999, bytes 999-999/1000",
        "bytes=990-5000, bytes 990-999/1000",
        "bytes=500-, bytes 500-999/1000",
        "bytes=-1, bytes 999-999/1000",
        "bytes=-1000, bytes 0-999/1000",
        "bytes=-5000, bytes 0-999/1000",
        "Bytes=1-2, bytes 1-2/1000",
        "bytes= 1-2, bytes 1-2/1000",
        "bytes=1000-, ",
        "bytes=1000-1001, ",
        "bytes=-0, ",
    })
    void range_ofAThousandBytes(String header, String part) {
        ByteRange range = ByteRange.parse(header).orElseThrow();

        assertEquals(Optional.ofNullable(part), range.in(1000).map(Part::text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=2-1",
                "bytes=a-b",
                "bytes=0-1,3-4",
                "bytes=--1",
                "bytes=+1-2",
                "bytes=0x1-2",
                "items=0-1",
                "bytes=0-1000000000000000000",
                "bytes=1 - 2"
            })
    void anythingElse_asksForEverything(String header) {
        assertEquals(Optional.empty(), ByteRange.parse(header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "0-0", "0-99", "-0"})
    void range_ofNoBytes_isNotThere(String range) {
        assertEquals(
                Optional.empty(),
                ByteRange.parse("bytes=" + range).orElseThrow().in(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 0-99/1000", "bytes 0-0/*", "bytes 5-5/6"})
    void part_isWrittenAsItIsRead(String header) {
        assertEquals(header, Part.parse(header).orElseThrow().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes */1000", "bytes 2-1/1000", "bytes 0-1000/1000", "bytes 0-99", "items 0-1/2"})
    void part_thatMakesNoSense_isNone(String header) {
        assertEquals(Optional.empty(), Part.parse(header));
    }
}
