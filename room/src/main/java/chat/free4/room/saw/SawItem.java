package chat.free4.room.saw;

/**
 * Something that is held of somebody.
 *
 * @param kind label of a {@link SawKind}
 * @param kept for how long: label of a {@link Kept}
 * @param sealed it can be read by members alone
 * @param value as it is held, as text; of entries and descriptors how much it is
 */
public record SawItem(String kind, String kept, boolean sealed, String value) {}
