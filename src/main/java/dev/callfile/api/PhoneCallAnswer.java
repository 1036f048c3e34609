package dev.callfile.api;

import dev.callfile.call.Field;
import dev.callfile.call.PhoneCallFile;
import dev.callfile.call.PhoneCallView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/** One call, as it goes out. */
@RegisterForReflection(registerFullHierarchy = true) // written by Tagged
record PhoneCallAnswer(PhoneCallView data, Meta meta) {

    /** @param provenance who told a field, for the fields that people may write and that say something */
    record Meta(Map<Field, PhoneCallFile.Provenance> provenance) {}

    static PhoneCallAnswer of(PhoneCallFile file) {
        return new PhoneCallAnswer(file.call(), new Meta(file.provenance()));
    }
}
