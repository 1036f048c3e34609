package dev.callfile.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of calls.
 *
 * @param next where the next page starts; {@code null} on the last
 * @param total how many calls match; {@code null} where nothing was counted, because the page was reached by position
 */
public record PhoneCallPage(
        List<PhoneCallView> calls,
        @Nullable Position next,
        @Nullable Long total) {}
