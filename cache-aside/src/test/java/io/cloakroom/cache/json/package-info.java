@org.jspecify.annotations.NullMarked
package io.cloakroom.cache.json;
