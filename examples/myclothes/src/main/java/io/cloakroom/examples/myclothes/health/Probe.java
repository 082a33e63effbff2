package io.cloakroom.examples.myclothes.health;

/** Asks something that the shop needs whether it answers. Returns or throws within a second or two. */
@FunctionalInterface
public interface Probe {

    void check() throws Exception;
}
