package chat.free4.server.voice;

/**
 * Lets those go first who have said nothing yet: whoever is heard already, and has sound for a
 * while, waits for them before it makes more, half of that while at most. For any thread.
 */
final class FirstSounds {
  private int awaited;

  /** Somebody begins, and has to call {@link #heard} once. */
  synchronized void begin() {
    awaited++;
  }

  /** Its first sound is there, or never comes. */
  synchronized void heard() {
    awaited--;
    if (awaited == 0) {
      notifyAll();
    }
  }

  /**
   * Waits while somebody has said nothing yet.
   *
   * @param soundNanos how long there is still something to be heard of who waits
   */
  synchronized void giveWay(long soundNanos) throws InterruptedException {
    long until = System.nanoTime() + soundNanos / 2;
    for (long left = soundNanos / 2; awaited > 0 && left > 0; left = until - System.nanoTime()) {
      long millis = Math.ceilDiv(left, 1_000_000);
      wait(millis);
    }
  }
}
