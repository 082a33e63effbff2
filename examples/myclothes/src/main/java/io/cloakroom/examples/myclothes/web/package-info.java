/** What every page needs: rendering, forms and their protection, headers, errors. */
@NullMarked
package io.cloakroom.examples.myclothes.web;

import org.jspecify.annotations.NullMarked;
