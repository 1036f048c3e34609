package dev.callfile.call;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of calls.
 *
 * @param calls a JSON array of them, each as {@link PhoneCallView} has it
 * @param next where the next page starts; {@code null} on the last
 * @param total how many calls match; {@code null} where nothing was counted, because the page was reached by position
 */
public record PhoneCallPage(
        ByteBuffer calls, @Nullable Position next, @Nullable Long total) {}
