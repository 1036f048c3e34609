package dev.callfile.call;

/**
 * Where a walk through action items stands: the last one it has seen.
 *
 * @param call the item's call
 * @param place the item's among those of its call; 1 is the first
 */
public record ActionItemPosition(Position call, long place) {

    /** Whether this can be a place in a list of action items. */
    public boolean fits() {
        return call.fits(SortBy.CREATED_AT) && place > 0;
    }
}
