@NullMarked
package chat.free4.rtc.dtls;

import org.jspecify.annotations.NullMarked;
