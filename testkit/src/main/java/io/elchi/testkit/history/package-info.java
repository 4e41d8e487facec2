/// Histories of what clients asked and were answered, and a model of Elchi that finds what is impossible in them.
package io.elchi.testkit.history;
