package chat.free4.room.saw;

/** For how long something is held of somebody. */
public enum Kept {
  /** While the WebSocket is open. */
  CONNECTION("connection"),
  /** While one is in the room, and the grace after it. */
  MEMBER("member"),
  /** Until the room has ended. */
  ROOM("room"),
  /** Until the ban of an address ends, or the room. */
  BAN("ban"),
  /** After the room has ended too, until many others have. */
  BEYOND("beyond");

  private final String label;

  Kept(String label) {
    this.label = label;
  }

  /** Its name on the wire. */
  public String label() {
    return label;
  }
}
