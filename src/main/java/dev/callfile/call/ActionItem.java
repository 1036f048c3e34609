package dev.callfile.call;

/**
 * Something that a call left to be done.
 *
 * @param id stays the same for as long as the item is there: one item can be ticked without rewriting the rest
 */
public record ActionItem(String id, String description, boolean completed) {}
