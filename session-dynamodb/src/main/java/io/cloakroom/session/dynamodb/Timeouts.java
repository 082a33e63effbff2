package io.cloakroom.session.dynamodb;

import java.time.Duration;

/**
 * How long the store may take.
 *
 * @param total one operation, with all its calls and their retries
 * @param attempt one attempt of one call
 */
record Timeouts(Duration total, Duration attempt) {}
