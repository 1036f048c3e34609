package dev.callfile.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.call.AudioFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedTypesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | MP3",
                "'' | MP3",
                "nonsense | MP3",
                "audio/* | MP3",
                "audio/mpeg | MP3",
                "audio/wav | WAV",
                "Audio/WAV | WAV",
                "audio/x-wav | WAV",
                "audio/wave | WAV",
                "audio/wav, audio/mpeg | MP3",
                "audio/wav, */*;q=0.8 | WAV",
                "audio/wav;q=0.5, */*;q=0.8 | MP3",
                "audio/mpeg;q=0.2, audio/wav;q=0.3 | WAV",
                "audio/mpeg ; q=0, */* | WAV",
                "audio/mpeg;q=0.2, audio/*;q=0.9 | WAV",
                "audio/webm,audio/ogg,audio/wav,audio/*;q=0.9,application/ogg;q=0.7,video/*;q=0.6,*/*;q=0.5 | WAV",
                "audio/wav;q=x, audio/mpeg | MP3",
                "audio/wav;rate=8000, audio/mpeg;q=0.9 | WAV",
            })
    void accept_choosesTheFormat(String accept, AudioFormat format) {
        assertEquals(format, AcceptedTypes.parse(List.of(accept)).preferred());
    }

    @Test
    void noAccept_admitsEverything() {
        AcceptedTypes types = AcceptedTypes.parse(List.of());

        assertEquals(AudioFormat.MP3, types.preferred());
        assertTrue(types.admit("audio/ogg"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html | audio/mpeg | false",
                "audio/mpeg;q=0 | audio/mpeg | false",
                "*/*;q=0 | audio/mpeg | false",
                "*/*, audio/mpeg;q=0 | audio/mpeg | false",
                "audio/*;q=0.1 | audio/mpeg | true",
                "audio/* | application/octet-stream | false",
                "audio/mp3 | audio/mpeg | true",
                "audio/x-wav | audio/wav | true"
            })
    void accept_admits(String accept, String type, boolean admitted) {
        assertEquals(admitted, AcceptedTypes.parse(List.of(accept)).admit(type));
    }

    @Test
    void acceptInSeveralLines_isOne() {
        AcceptedTypes types = AcceptedTypes.parse(List.of("audio/mpeg;q=0.5", "audio/wav"));

        assertEquals(AudioFormat.WAV, types.preferred());
        assertFalse(types.admit("audio/ogg"));
    }
}
