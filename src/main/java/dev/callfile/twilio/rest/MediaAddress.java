package dev.callfile.twilio.rest;

import dev.callfile.call.AudioFormat;
import dev.callfile.call.CallRecording;
import dev.callfile.twilio.Accounts.Credentials;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a recording's audio is asked for.
 *
 * @param format what Twilio makes of it; {@code null} at a storage, which has the file that it has
 */
record MediaAddress(URI url, @Nullable AudioFormat format) {

    /**
     * Twilio tells an address without an extension, which is the WAV file's; an extension chooses another format.
     *
     * @throws RefusedAddressException where the recording has no address, or one that is none
     * @see <a href="https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media-file">Twilio: media file</a>
     */
    static MediaAddress of(
            CallRecording recording, Optional<Credentials> credentials, AudioFormat format, TwilioAddresses addresses) {
        URI url = recording.sourceUrl() == null ? usual(recording, credentials) : parse(recording.sourceUrl());
        if (!addresses.areTwilios(url)) {
            return new MediaAddress(url, null);
        }
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String path = url.getRawPath().replaceFirst("\\.(mp3|wav|json)$", "");
        String extension = format == AudioFormat.WAV ? "" : "." + format.extension();
        return new MediaAddress(url.resolve(path + extension + query), format);
    }

    private static URI usual(CallRecording recording, Optional<Credentials> credentials) {
        String account = Optional.ofNullable(recording.accountSid())
                .or(() -> credentials.map(Credentials::accountSid))
                .orElseThrow(() -> new RefusedAddressException("neither address nor account is known"));
        try {
            String path = "/2010-04-01/Accounts/" + account + "/Recordings/" + recording.recordingSid();
            return new URI("https", "api.twilio.com", path, null);
        } catch (URISyntaxException e) {
            throw new RefusedAddressException("the sids make no address");
        }
    }

    private static URI parse(String text) {
        try {
            // Twilio's documentation and older callbacks have its own addresses without TLS.
            return new URI(text.replaceFirst("^http://api\\.twilio\\.com/", "https://api.twilio.com/"));
        } catch (URISyntaxException e) {
            throw new RefusedAddressException("the recording's address is none");
        }
    }
}
