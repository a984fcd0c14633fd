package org.openbalance.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.openbalance.platform.Ids;

class ViewIdsTest {

    @Property
    void every_view_leads_back_to_its_account(@ForAll("ids") String id) {
        assertEquals(id, ViewIds.balance(ViewIds.balance(id)));
        assertEquals(id, ViewIds.auth(ViewIds.auth(id)));
    }

    @Property
    void a_view_is_an_id_of_the_same_second_and_of_its_own(@ForAll("ids") String id) {
        for (var view : new String[] {ViewIds.balance(id), ViewIds.auth(id)}) {
            assertTrue(Ids.wellFormed(view));
            assertEquals(id.substring(0, 8), view.substring(0, 8));
            assertNotEquals(id, view);
        }
        assertNotEquals(ViewIds.balance(id), ViewIds.auth(id));
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.longs().between(0, 0xffff_ffffL).map(second -> Ids.next(Instant.ofEpochSecond(second)));
    }
}
