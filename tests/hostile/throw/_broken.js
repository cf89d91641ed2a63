let = = ;
