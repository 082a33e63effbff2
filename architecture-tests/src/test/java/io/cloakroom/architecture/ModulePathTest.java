package io.cloakroom.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The libraries work on the module path, although their own tests run on the class path. */
final class ModulePathTest {

    @ParameterizedTest
    @FieldSource("io.cloakroom.architecture.PublishedModules#NAMES")
    void eachLibrary_isAModuleWithADescriptor(String name) {
        ModuleDescriptor descriptor = PublishedModules.resolve()
                .findModule(name)
                .orElseThrow()
                .reference()
                .descriptor();

        assertThat(descriptor.isAutomatic()).isFalse();
        assertThat(descriptor.exports()).isNotEmpty();
        assertThat(descriptor.opens()).as("open to everybody").noneMatch(opened -> !opened.isQualified());
    }

    @ParameterizedTest
    @CsvSource({
        "io.cloakroom.session,          io.cloakroom.session.SessionFilter",
        "io.cloakroom.session.redis,    io.cloakroom.session.redis.RedisSessionStore",
        "io.cloakroom.session.dynamodb, io.cloakroom.session.dynamodb.DynamoDbSessionStore",
        "io.cloakroom.session.tck,      io.cloakroom.session.tck.SessionStoreContract",
        "io.cloakroom.cache,            io.cloakroom.cache.CacheAside",
        "io.cloakroom.routing,          io.cloakroom.routing.ReplicaRoutingDataSource"
    })
    void frontDoor_loadsAndLinksInItsModule(String module, String frontDoor) throws Exception {
        Class<?> loaded = PublishedModules.load().findLoader(module).loadClass(frontDoor);

        assertThat(loaded.getModule().getName()).isEqualTo(module);
        // links the signatures of all methods, which fails where the descriptor lacks a requires
        assertThat(loaded.getDeclaredMethods()).isNotEmpty();
    }

    @Test
    void theGraph_hasNoPackageInTwoModules() {
        assertThat(PublishedModules.resolve().modules())
                .extracting(module -> module.reference().descriptor().name())
                .containsAll(PublishedModules.NAMES);
    }
}
