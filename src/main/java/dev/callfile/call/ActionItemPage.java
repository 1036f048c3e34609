package dev.callfile.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the action items of a case's calls.
 *
 * @param next where the next page starts; {@code null} on the last
 */
public record ActionItemPage(
        List<ActionItemView> items, @Nullable ActionItemPosition next) {}
