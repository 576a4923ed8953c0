package chat.free4.rtc.dtls;

/** Reads what came in application data records. */
@FunctionalInterface
public interface ApplicationData {
  /** The content of one record: the first {@code length} bytes, valid during the call. */
  void received(byte[] bytes, int length);
}
