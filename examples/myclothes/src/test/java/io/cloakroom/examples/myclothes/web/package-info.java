@NullMarked
package io.cloakroom.examples.myclothes.web;

import org.jspecify.annotations.NullMarked;
