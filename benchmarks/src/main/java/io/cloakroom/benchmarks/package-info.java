/** Measures the libraries against what they are built on, in the same run, so that a ratio means something. */
@org.jspecify.annotations.NullMarked
package io.cloakroom.benchmarks;
