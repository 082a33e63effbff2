package io.cloakroom.routing;

/** A poller with the thread that runs it. */
final class PollerThread {

    private static final long JOIN_MILLIS = 2_000;

    private final NodePoller poller;
    private final Thread thread;

    private PollerThread(NodePoller poller, Thread thread) {
        this.poller = poller;
        this.thread = thread;
    }

    static PollerThread start(String name, Node node, NodePoller.Poll poll, WarnOnce unexpected) {
        NodePoller poller = new NodePoller(node, poll, unexpected);
        Thread thread = new Thread(poller, name + "-poller-" + node.name());
        thread.setDaemon(true);
        thread.start();
        return new PollerThread(poller, thread);
    }

    void wake() {
        poller.wake();
    }

    /** Asks it to end, in the middle of a poll if need be. */
    void close() {
        poller.close();
        thread.interrupt();
    }

    /** Waits until it has ended, a few seconds at most. */
    void join() {
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
