/**
 * A node among others, on Apache Pekko Cluster: where a room lives, and the way of its members'
 * messages there. Nothing of it is loaded by a server that is alone.
 */
@NullMarked
package chat.free4.server.cluster;

import org.jspecify.annotations.NullMarked;
